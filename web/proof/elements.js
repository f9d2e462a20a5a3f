/** Text goes in as text, never as markup: files that are shown are not trusted. */
export function element(name, classNames, ...children) {
  const made = document.createElement(name);
  if (classNames) made.className = classNames;
  made.append(...children);
  return made;
}

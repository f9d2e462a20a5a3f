/** One named step of a verification. */
export const ok = (name) => ({ name, ok: true, detail: null });

/** With what was found instead. */
export const failed = (name, detail) => ({ name, ok: false, detail });

/** Something is not in its only form. The message is for whoever reads the check that failed. */
export class FormatError extends Error {}

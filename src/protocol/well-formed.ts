/** Halves of surrogate pairs, as a hostile answer may contain them, have no form in UTF-8: U+FFFD stands for each. */
export const wellFormed = (text: string): string => text.toWellFormed()

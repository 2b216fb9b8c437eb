/** Names that people and files bring, without characters that change the text beside them. */

const BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;
/** C0, C1 and delete, and the marks, embeddings, overrides and isolates of the bidirectional algorithm. */
const CONTROLS = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** A name on one line: tabs and line breaks become spaces, other control characters are left out. */
export const plainName = (name: string): string => name.replace(BREAKS, ' ').replace(CONTROLS, '');

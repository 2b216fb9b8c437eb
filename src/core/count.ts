/** A whole number as messages write it: 1,000,000. */
export const count = (number: number): string => number.toLocaleString('en-US');

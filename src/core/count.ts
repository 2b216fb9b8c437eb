const integer = new Intl.NumberFormat('en');

/** A number as the page and its messages write it: 1,000,000. */
export const count = (value: number): string => integer.format(value);

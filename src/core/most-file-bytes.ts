/**
 * The most bytes of a file that the page reads. Larger files would fill the worker's memory: text takes two bytes a character,
 * and its rows as much again.
 */
export const MOST_FILE_BYTES = 64e6;

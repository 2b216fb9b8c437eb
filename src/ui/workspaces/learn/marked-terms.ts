/** The markup of glossary terms in the strings of Learn. */

/** A piece of a sentence; `id` names the term of the glossary that it stands for. */
export interface Piece {
  words: string;
  id: string | null;
}

/** A sentence in pieces: `The <rank>rank</rank> is 4.` has three. What is no such markup stays as it is. */
export function markedTerms(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: whole, 1: id = '', 2: words = '', index } of text.matchAll(/<(\w+)>([^<>]+)<\/\1>/g)) {
    pieces.push({ words: text.slice(from, index), id: null }, { words, id });
    from = index + whole.length;
  }
  return [...pieces, { words: text.slice(from), id: null }].filter(({ words }) => words !== '');
}

/** Puts whole English sentences into another language: what the rooms below the page say has no key. */

/** English sentences with what they are in the other language. A hole, `{0}` and so on in this order, stands for what differs. */
export type Sayings = Readonly<Record<string, string>>;

/** Where one sentence ends and the next begins. */
const BETWEEN = /(?<=\.) (?=[A-Z])/;

/**
 * Gives a text in the other language: a sentence, its holes filled in that language too where what fills them is known, or
 * several sentences that are all known; undefined where one is not.
 */
export function sayer(sayings: Sayings): (english: string) => string | undefined {
  const patterns = Object.entries(sayings)
    .filter(([english]) => english.includes('{0}'))
    .map(([english, other]) => {
      const literals = english.split(/\{\d\}/).map((part) => part.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
      return [new RegExp(`^${literals.join('([^]+?)')}$`), other] as const;
    });
  const sayOne = (english: string): string | undefined => {
    if (Object.hasOwn(sayings, english)) return sayings[english];
    for (const [pattern, other] of patterns) {
      const filled = pattern.exec(english)?.slice(1);
      if (filled)
        return other.replace(/\{(\d)\}/g, (_, hole) => {
          const text = filled[Number(hole)] ?? '';
          return sayOne(text) ?? text;
        });
    }
    return undefined;
  };
  return (english) => {
    const sentences = english.split(BETWEEN).map(sayOne);
    return sentences.includes(undefined) ? sayOne(english) : sentences.join(' ');
  };
}

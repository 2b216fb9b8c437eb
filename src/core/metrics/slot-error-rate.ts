/**
 * Slot error rate: of what a meaning representation in the E2E NLG challenge's format asks for, how much does a text
 * leave out, get wrong or add? Found by rules for the values of E2E's slots and of the restaurant task's, and the
 * usual ways to say them. It reads no grammar: places that swap roles ("the Bakers is near Cocum"), a name added to
 * the right one and facts of other kinds all pass.
 */

/** A slot's values by its name; most slots have one. */
export type Meaning = ReadonlyMap<string, readonly string[]>;

/** Names of slots; each slot is in one list at most. */
export interface SlotErrors {
  /** Asked for, not said. */
  missing: string[];
  /** Said with another value, instead of the one asked for or beside it. */
  wrong: string[];
  /** Said, not asked for. */
  added: string[];
}

/** Reads "name[The Mill], food[French]"; null if the text is anything else. A slot named twice has both values. */
export function parseMeaning(text: string): Meaning | null {
  const slot = /\s*([^[\],]+?)\s*\[([^[\]]+)\]\s*(?:,(?=.)|$)/sy;
  const meaning = new Map<string, string[]>();
  while (slot.lastIndex < text.length) {
    const [, name, value] = slot.exec(text) ?? [];
    if (name === undefined || value === undefined) return null;
    meaning.set(name, [...(meaning.get(name) ?? []), value]);
  }
  return meaning.size > 0 ? meaning : null;
}

/** What shows in a {@link plain} text in lower case that it says a value. Degrees and families are read apart. */
const SIGNS: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  eatType: {
    'coffee shop': /\b(coffee ?(shop|house|bar|place|store)|cafe)/,
    pub: /\bpubs?\b/,
    restaurant: /\brestaurant/,
    'tea room': /\btea ?(room|shop|house)/,
    'wine bar': /\bwine bar/,
  },
  food: {
    chinese: /\bchinese\b/,
    english: /\b(english|british(?! pound))\b/,
    'fast food': /\bfast food\b/,
    french: /\bfrench\b/,
    indian: /\bindian\b/,
    italian: /\bitalian\b/,
    japanese: /\bjapanese\b/,
  },
  area: {
    'city centre':
      /(?<!\b(outside|of|from|near|to|by) (the )?)\b(city|town)('s)? ?cent(re|er)|\bcent(re|er) of (the )?(city|town)|\bdowntown\b/,
    harbour: /\bharbou?r\b/,
    'old town': /\bold town\b/,
    riverside: /\briver(side|bank|front)?\b|\bwaterfront\b/,
  },
};

/** Words that show a value, but are too vague to speak against another. */
const HINTS: Readonly<Record<string, RegExp>> = {
  'coffee shop': /\bcoffee/,
  'city centre': /\b(city|cent(re|er|ral))\b/,
};

interface Degree {
  /** The slot's value in words … */
  value: string;
  /** … and in figures. E2E's texts use the two alike, and so do we. */
  figure: string;
  /** The figure, as texts write it. */
  says: RegExp;
  /** Gives this degree to what the words beside it speak of. */
  word: RegExp;
  /** Gives it by itself. */
  whole?: RegExp;
  /** Shows it, but is too vague to speak against another. */
  hint: RegExp;
}

/** "5 out of 5", "five stars", "rated 5" */
const stars = (n: string): RegExp =>
  new RegExp(
    [
      `\\b(${n}) ?(stars? )?(out|our|o[fr]|in|/)[a-z ]{0,14}(5|five)\\b`,
      `(?<!\\b(o[fr]|out) )\\b(${n}) ?stars?\\b`,
      `\\brat(ed|ing)( of| is)?( an?)? (${n})\\b`,
    ].join('|'),
  );

/** Slots whose values are degrees, and the words that name what they are degrees of. */
const SCALES: Readonly<Record<string, { about: RegExp; degrees: readonly Degree[] }>> = {
  priceRange: {
    about: /^(pric|cost|ranges?$)/,
    degrees: [
      {
        value: 'cheap',
        figure: 'less than £20',
        says: /\b(less|lower|under|below|cheaper|up to|within)\b[^.£\d]*£? ?(20|twenty)\b(?! ?(-|to|and) ?£? ?25)|20 or (less|under)/,
        word: /^low(er|est|ly)?$/,
        whole: /\b(cheap|inexpensive)/,
        hint: /\b(reasonabl[ey]|affordabl[ey]|budget|value)\b/,
      },
      {
        value: 'moderate',
        figure: '£20-25',
        says: /20\D{1,12}25\b/,
        word: /^(average|moderate(ly)?|mid|middle|medium)$/,
        hint: /\b(reasonabl[ey]|affordabl[ey]|fair|average|decent|moderate|intermediate(ly)?)\b/,
      },
      {
        value: 'high',
        figure: 'more than £30',
        says: /\b(more|over|above|higher|exceed\w*|upwards?|greater|least|from|starting)\b[^.£\d]*£? ?(30|thirty)\b|30 ?(\+|plus|or more)/,
        word: /^high(er|est|ly)?$/,
        whole: /\b(expensive|pricey|costly)\b/,
        hint: /\b(high (end|class)|upscale|luxur\w*)\b/,
      },
    ],
  },
  'customer rating': {
    about: /^(rat(e|es|ed|ings?)$|rank|review|scor|customer|consumer|feedback|satisfaction|quality|service)/,
    degrees: [
      {
        value: 'low',
        figure: '1 out of 5',
        says: stars('1|one'),
        word: /^(low(er|est|ly)?|poor(ly)?|bad(ly)?|terribl[ey])$/,
        hint: /\b(poor|bad|terrible)\b/,
      },
      {
        value: 'average',
        figure: '3 out of 5',
        says: stars('3|three'),
        word: /^(average(ly)?|moderate(ly)?|mid|middle|medium|mediocre|decent)$/,
        hint: /\b(average|decent|mediocre|ok|okay|passable)\b/,
      },
      {
        value: 'high',
        figure: '5 out of 5',
        says: stars('5|five'),
        word: /^(high(er|est|ly)?|excellent|great|good|top|well|best|outstanding)$/,
        hint: /\b(excellent|great|good|top|best|outstanding|fantastic|recommended|highly)\b/,
      },
    ],
  },
};

/** Where one stops looking for what a degree is of. */
const BREAK = /^([.,;:!?]|and|but|with|while|for|in)$/;

/** The text without accents, with plain quotes and dashes, single spaces, and a space for a hyphen before a word. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[’‘`]/g, "'")
    .replace(/[‐-―]/g, '-')
    .replace(/(?<=[a-z\d])-(?=[a-z])/gi, ' ')
    .replace(/\s+/g, ' ');
}

/** The slot that the first telling word of a run speaks of. */
function subject(run: readonly string[]): string | undefined {
  const end = run.findIndex((word) => BREAK.test(word));
  for (const word of end < 0 ? run : run.slice(0, end))
    for (const [slot, { about }] of Object.entries(SCALES)) if (about.test(word)) return slot;
  return undefined;
}

/** The degrees that a text gives: in figures or else, as words are vaguer, in words. */
function* readDegrees(text: string): Generator<readonly [slot: string, value: string]> {
  const words =
    text
      .replace(/\b(above|(more|higher|better) than) (the )?average\b/g, 'high')
      .replace(/\b(below|(less|lower|worse) than) (the )?average\b/g, 'low')
      .match(/[a-z']+|[.,;:!?]/g) ?? [];
  /** "low prices", "prices are low" and, if neither, "low but fair prices". */
  const subjects = words.map(
    (_, i) =>
      subject(words.slice(i + 1, i + 3)) ??
      subject(words.slice(Math.max(0, i - 5), i).reverse()) ??
      subject(words.slice(i + 1, i + 5)),
  );
  for (const [slot, { degrees }] of Object.entries(SCALES)) {
    const inFigures = degrees.filter(({ says }) => says.test(text));
    const inWords = degrees.filter(
      ({ word, whole }) =>
        whole?.test(text) === true || words.some((w, i) => subjects[i] === slot && word.test(w)),
    );
    for (const { value } of inFigures.length > 0 ? inFigures : inWords) yield [slot, value];
  }
}

/** "yes" or "no" to families from each clause that speaks of them, and "no" from adults who are told of alone. */
function* readFamilies(text: string): Generator<string> {
  const family = /\b(famil|kid|child|youngster|all ages)/;
  const no = /\b(no|not|non|none|nor|never|without|un|unfriendly|isnt)\b(?! only)|n't\b|childless/;
  for (const sentence of text.split('.')) {
    if (/\badults?\b/.test(sentence) && !family.test(sentence)) yield 'no';
    for (const clause of sentence.split(/[,;!?]|\b(?:and|but|yet|although|though|however|also|near)\b/))
      if (family.test(clause)) yield no.test(clause) ? 'no' : 'yes';
  }
}

/** "near The Fox and Goose"; an area is none. */
const NEAR_PLACE =
  /\b[Nn]ear (to )?([Tt]he )?(?!(River(side)?|City|Town|Cent(re|er)|Old [Tt]own|Harbou?r|The)\b)[A-Z][\w']*( (and )?[A-Z][\w']*)*/;

/** All values that a plain text without the names that were asked for says, by slot. */
function readValues(named: string): Map<string, Set<string>> {
  const said = new Map<string, Set<string>>();
  const add = (slot: string, value: string) =>
    said.set(slot, (said.get(slot) ?? new Set<string>()).add(value));
  if (NEAR_PLACE.test(named)) add('near', 'another place');
  const text = named.replace(NEAR_PLACE, '#').toLowerCase();
  for (const [slot, values] of Object.entries(SIGNS))
    for (const [value, sign] of Object.entries(values)) if (sign.test(text)) add(slot, value);
  for (const [slot, value] of readDegrees(text)) add(slot, value);
  for (const value of readFamilies(text)) add('familyFriendly', value);
  return said;
}

/** A place's name wherever it stands in a plain text, with or without its "the". */
function nameSign(name: string): RegExp {
  const words = plain(name)
    .replace(/^the /i, '')
    .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`(?<![a-z\\d])(the )?${words}(?![a-z\\d])`, 'gi');
}

/**
 * Compares a text with what it was to say. Equal degrees are equal: "cheap" for "less than £20", "5 out of 5" for
 * "high". Vague words ("affordable") count for a value, never against one. "Restaurant" is what any place to eat may be called, and wrong only instead of the right word.
 * Slots and values that the rules do not know are looked for word for word. Of a slot with several values all must be told.
 */
export function slotErrors(meaning: Meaning, text: string): SlotErrors {
  const errors: SlotErrors = { missing: [], wrong: [], added: [] };
  // Names can hold any word, so they go before the rest is read; the longer first, as it may hold the other.
  const names = ['name', 'near'].flatMap((slot) => meaning.get(slot) ?? []);
  let rest = plain(text);
  const named = new Set<string>();
  for (const name of names.sort((a, b) => b.length - a.length)) {
    const without = rest.replace(nameSign(name), '#');
    if (without !== rest) named.add(name);
    rest = without;
  }

  const said = readValues(rest);
  rest = rest.toLowerCase();
  for (const [slot, values] of meaning) {
    const others = said.get(slot) ?? new Set<string>();
    said.delete(slot);
    const isTold = (wanted: string) => {
      const asked = plain(wanted).toLowerCase();
      const degree = SCALES[slot]?.degrees.find(({ value, figure }) => value === asked || figure === asked);
      const value = degree?.value ?? asked;
      const known = degree !== undefined || slot === 'familyFriendly' || SIGNS[slot]?.[value] !== undefined;
      return (
        others.delete(value) ||
        ((slot === 'name' || slot === 'near') && named.has(wanted)) ||
        (degree?.hint ?? HINTS[value])?.test(rest) ||
        (!known && rest.includes(value))
      );
    };
    // Every value is looked for, so that none of them counts as another's rival.
    const told = values.map(isTold).every(Boolean);
    if (told) others.delete('restaurant');
    if (others.size > 0) errors.wrong.push(slot);
    else if (!told) errors.missing.push(slot);
  }
  for (const [slot, values] of said) {
    values.delete('restaurant');
    if (values.size > 0) errors.added.push(slot);
  }
  return errors;
}

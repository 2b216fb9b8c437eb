/** How a figure goes with a setting: the groups of runs along the setting's values, one line for each value of the others. Pure. */
import type { ConfigValue } from '../../core/run-name.ts';
import type { VariedSetting } from '../../core/varied.ts';

/** Where a group stands along the setting: a number, or the place of a name among the names. */
export interface SettingPlace<G> {
  group: G;
  /** The setting's value. */
  value: ConfigValue | undefined;
  x: number;
}

export interface SettingLine<G> {
  key: string;
  /** The values of the other settings that vary. */
  others: { key: string; value: ConfigValue | undefined }[];
  /** In the order of x. */
  places: SettingPlace<G>[];
}

export interface SettingLines<G> {
  lines: SettingLine<G>[];
  /** The setting's values in the order of first appearance, where these are names; null where all are numbers. */
  names: (ConfigValue | undefined)[] | null;
}

/**
 * @param groups in the order of the values of `settings`
 * @param chosen which of the settings lies along the x axis
 */
export function settingLines<G>(
  groups: readonly G[],
  settings: readonly VariedSetting[],
  chosen: VariedSetting,
): SettingLines<G> {
  const isNumber = chosen.values.every((value) => typeof value === 'number');
  // As text, since a value may be a list.
  const texts = chosen.values.map((value) => JSON.stringify(value));
  const distinct = [...new Set(texts)];
  const lines = new Map<string, SettingLine<G>>();
  groups.forEach((group, i) => {
    const value = chosen.values[i];
    const others = settings
      .filter(({ key }) => key !== chosen.key)
      .map(({ key, values }) => ({ key, value: values[i] }));
    const key = JSON.stringify(others.map((other) => other.value ?? null));
    const line = lines.get(key) ?? { key, others, places: [] };
    lines.set(key, line);
    const x = typeof value === 'number' && isNumber ? value : distinct.findIndex((text) => text === texts[i]);
    line.places.push({ group, value, x });
  });
  for (const { places } of lines.values()) places.sort((a, b) => a.x - b.x);
  return {
    lines: [...lines.values()],
    names: isNumber ? null : distinct.map((text) => chosen.values[texts.indexOf(text)]),
  };
}

/** From so many times the least value on, numbers above 0 lie on a logarithmic axis. */
const LOG_FROM = 8;

/** Whether values are better read on a logarithmic axis. */
export function wantsLog(values: readonly number[]): boolean {
  const least = Math.min(...values);
  return values.length > 2 && least > 0 && Math.max(...values) >= LOG_FROM * least;
}

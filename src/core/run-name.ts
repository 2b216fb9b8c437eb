/**
 * Names for runs: memorable ones to call them by, and what sets each apart from the others, as data that the
 * page words. There are some 22,000 names, so two runs may share one; a run's id is what identifies it.
 */
import { createRng } from './rng.ts';
import { hasLora, LORA_LIMITS, loraConfigSchema, type LoraSettings } from './methods/lora-config.ts';
import { defaultMethod, type MethodConfig } from './methods/methods.ts';
import type { RunConfig } from './run-config.ts';
import type { DatasetSummary, RunRecord } from './run-record.ts';

// Words that can be read out in a class: packaged lists have some that insult or disgust.
const ADJECTIVES = (
  'able agile alert amber ample apt artful avid balmy bold brave breezy bright brisk calm candid careful cheery ' +
  'civil clear clever cosy crisp curious deft eager early earnest easy fair fleet fluent fond frank free fresh ' +
  'gentle glad golden good grand happy hardy honest humble jolly joyful just keen kind lively loyal lucid lucky ' +
  'mellow merry mild modest neat nimble noble patient plucky polite prompt proud quick quiet ready rosy serene ' +
  'sharp silent smart smooth snug sober solid spry steady sunny sure swift tidy tranquil trim upbeat vivid warm ' +
  'wise witty zesty'
).split(' ');

const ANIMALS = (
  'alpaca antelope armadillo avocet axolotl badger barbet beaver bee beluga bison bluebird bluejay bobcat ' +
  'budgie bullfinch bumblebee butterfly camel capybara caracal cardinal caribou cassowary cat chaffinch ' +
  'chameleon cheetah chickadee chinchilla chipmunk cicada clownfish condor coral corgi cormorant crane ' +
  'cricket curlew deer dingo dolphin dormouse dove dragonfly duck eagle echidna egret eider elephant elk ' +
  'emu falcon fawn ferret finch firefly flamingo flounder fox gannet gazelle gecko gibbon giraffe goldfinch ' +
  'goldfish goose gopher grebe grouse guppy hamster hare hawk hedgehog heron hornbill horse hummingbird ' +
  'ibex ibis iguana impala jackdaw jaguar jay jellyfish kakapo kangaroo kestrel kingfisher kite kiwi koala ' +
  'koi kookaburra kudu ladybird lapwing lark lemur leopard linnet lion lizard llama lobster loon lorikeet ' +
  'lynx macaw magpie mallard manatee marlin marmot marten meerkat minnow moose narwhal newt nightingale ' +
  'nuthatch ocelot octopus okapi orca oriole oryx osprey ostrich otter owl oyster panda pangolin panther ' +
  'parakeet parrot partridge peacock pelican penguin perch petrel pheasant pika pigeon plover pony ' +
  'porcupine porpoise puffin puma quail quetzal quokka rabbit raccoon raven reindeer robin rooster ' +
  'salamander salmon sandpiper seahorse seal serval skylark sparrow squirrel starfish starling stoat stork ' +
  'sturgeon swallow swan swift tamarin tapir tern terrapin thrush tiger tortoise toucan trout turtle vicuna ' +
  'vole wallaby walrus warbler waxwing whale wombat woodpecker wren yak zebra'
).split(' ');

/** `"calm otter"`: the same id always gives the same name. */
export function runName(id: string): string {
  const rng = createRng(0, `run-name/${id}`);
  return `${rng.pick(ADJECTIVES)} ${rng.pick(ANIMALS)}`;
}

/** True where a person chose a run's name. Runs from before that was kept are told by the name itself. */
export function isNamedByPerson({ id, name, named }: Pick<RunRecord, 'id' | 'name' | 'named'>): boolean {
  return named ?? name !== runName(id);
}

export type ConfigValue =
  string | number | boolean | null | readonly string[] | readonly number[] | Readonly<Record<string, number>>;

export interface RunDifference {
  /** Dotted path of the setting, e.g. `method.r`; `data` for what was learnt from. */
  key: string;
  value: ConfigValue;
}

type Data = Pick<DatasetSummary, 'name' | 'fingerprint'>;

/**
 * What to call the data of each of several runs, in order: the dataset's name, with its fingerprint where other
 * data bears the same name. Equal data has one name, whatever its files were called.
 */
export function dataNames(datasets: readonly Data[]): string[] {
  const names = new Map<string, string>();
  for (const { name, fingerprint } of datasets) if (!names.has(fingerprint)) names.set(fingerprint, name);
  const taken = [...names.values()];
  return datasets.map(({ name: own, fingerprint }) => {
    const name = names.get(fingerprint) ?? own;
    return taken.filter((other) => other === name).length > 1 ? `${name} (${fingerprint})` : name;
  });
}

/** A method's settings by their dotted paths. */
const methodSettings = (method: MethodConfig): [string, ConfigValue][] =>
  Object.entries<ConfigValue>(method).map(([key, value]) => [`method.${key}`, value]);

const known = new WeakMap<RunConfig, ReadonlyMap<string, ConfigValue>>();

/** A config's settings by their dotted paths. The task is told by the data's name, which the config has not: its place is kept. */
function settings(config: RunConfig): ReadonlyMap<string, ConfigValue> {
  const { model, seed, method, start, training } = config;
  const found =
    known.get(config) ??
    new Map<string, ConfigValue>([
      ...methodSettings(method),
      ['model', model],
      ['data', ''],
      ['seed', seed],
      ['start', start?.name ?? ''],
      ...Object.entries(training).map(([key, value]) => [`training.${key}`, value] as const),
    ]);
  known.set(config, found);
  return found;
}

const knownDefaults = new Map<MethodConfig['type'], ReadonlyMap<string, ConfigValue>>();

/** The settings with which a method starts, by their dotted paths. */
function defaultSettings(type: MethodConfig['type']): ReadonlyMap<string, ConfigValue> {
  const found = knownDefaults.get(type) ?? new Map(methodSettings(defaultMethod(type)));
  knownDefaults.set(type, found);
  return found;
}

/** Equal for equal values. */
const identity = (value: ConfigValue | undefined) =>
  typeof value === 'object' ? JSON.stringify(value) : value;

/**
 * What changed among runs: for each, in order, its values of the settings that are not the same in all, its method
 * first. Empty lists where nothing differs.
 * @param isCompared which of the runs are compared; the others have their values of the settings that differ among these
 */
export function describeDifference<Run extends { config: RunConfig; dataset: Data }>(
  runs: readonly Run[],
  isCompared: (run: Run) => boolean = () => true,
): RunDifference[][] {
  const data = dataNames(runs.map(({ dataset }) => dataset));
  const all = runs.map((run, i) => ({ run, data: data[i] ?? '', values: settings(run.config) }));
  const compared = all.filter(({ run }) => isCompared(run));
  const methods = compared.map(({ run }) => run.config.method);
  // Where α follows every run's rank, its c says all; elsewhere α itself does, by whatever rule it came about.
  const follows = methods.every((method) => !('alpha_ratio' in method) || method.alpha_ratio !== null);
  const untold = follows ? 'method.lora_alpha' : 'method.alpha_ratio';
  // A setting that some of the methods lack sets a run apart where it is not its method's default.
  const defaults = [...new Set(methods.map(({ type }) => type))].map(defaultSettings);
  const differs = (key: string) => {
    if (key === untold) return false;
    if (key === 'data') return new Set(compared.map((run) => run.data)).size > 1;
    const having = compared.filter(({ values }) => values.has(key)).map(({ values }) => values);
    const lackers = having.length < compared.length ? defaults.filter((values) => values.has(key)) : [];
    return new Set([...having, ...lackers].map((values) => identity(values.get(key)))).size > 1;
  };
  const keys = new Set(compared.flatMap(({ values }) => [...values.keys()]));
  const differing = new Set([...keys].filter(differs));
  return all.map((run) =>
    [...run.values]
      .filter(([key]) => differing.has(key))
      .map(([key, value]) => ({ key, value: key === 'data' ? run.data : value })),
  );
}

/**
 * Numbers for the runs that nothing else sets apart: those of the same settings and data, and those that a person gave the
 * same name.
 * @param runs in the order started
 * @returns for each, which of its equals it is, from 1; null where it has none
 */
export function repeatNumbers(
  runs: readonly (Pick<RunRecord, 'id' | 'name' | 'named' | 'config'> & { dataset: Data })[],
): (number | null)[] {
  const differences = describeDifference(runs);
  const keys = runs.map((run, i) => JSON.stringify(isNamedByPerson(run) ? run.name : differences[i]));
  const seen = new Map<string, number>();
  const numbers = keys.map((key) => {
    const number = (seen.get(key) ?? 0) + 1;
    seen.set(key, number);
    return number;
  });
  return numbers.map((number, i) => ((seen.get(keys[i] ?? '') ?? 0) > 1 ? number : null));
}

/** True for a setting that its method goes without: 0, off, or nothing named. */
const isUnused = (value: ConfigValue): boolean =>
  value === 0 ||
  value === false ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** True for numbers by the names of matrices. */
export const isByName = (value: ConfigValue): value is Readonly<Record<string, number>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A config in a few settings, the same ones for every config of a method, so that two can be compared at a glance. Of LoRA:
 * rank, α where its rule is not the default's, matrices, layers where not all are adapted; of other methods, and of what LoRA
 * is combined with, all settings that are not 0 or off. Of a run that trains an adapter on, that adapter.
 */
export function configSummary({ method, training, start }: RunConfig): RunDifference[] {
  return [
    ...methodSummary(method),
    { key: 'training.learning_rate', value: training.learning_rate },
    ...(start ? [{ key: 'start', value: start.name }] : []),
  ];
}

/** The part of `configSummary` that says what is adapted. */
export function methodSummary(method: MethodConfig): RunDifference[] {
  const all = methodSettings(method)
    .filter(([, value]) => !isUnused(value))
    .map(([key, value]) => ({ key, value }));
  if (!hasLora(method)) return all;
  if (method.type === 'lora') return loraSummary(method);
  const others = all.filter(({ key }) => !LORA_SETTINGS.has(key));
  return [{ key: 'method.type', value: method.type }, ...loraSummary(method), ...others];
}

const LORA_SETTINGS = new Set(Object.keys(loraConfigSchema.shape).map((key) => `method.${key}`));

function loraSummary(method: LoraSettings): RunDifference[] {
  const {
    r,
    alpha_ratio,
    lora_alpha,
    use_rslora,
    loraplus_lr_ratio,
    use_dora,
    init_lora_weights,
    bias,
    modules_to_save,
    target_modules,
    rank_pattern,
    alpha_pattern,
    layers_to_transform,
  } = method;
  const parts: (RunDifference | false)[] = [
    { key: 'method.r', value: r },
    alpha_ratio !== null && { key: 'method.alpha_ratio', value: alpha_ratio },
    alpha_ratio === null &&
      lora_alpha !== LORA_LIMITS.lora_alpha.default && { key: 'method.lora_alpha', value: lora_alpha },
    use_rslora && { key: 'method.use_rslora', value: use_rslora },
    loraplus_lr_ratio !== 1 && { key: 'method.loraplus_lr_ratio', value: loraplus_lr_ratio },
    use_dora && { key: 'method.use_dora', value: use_dora },
    init_lora_weights !== 'gaussian' && { key: 'method.init_lora_weights', value: init_lora_weights },
    { key: 'method.target_modules', value: target_modules },
    bias !== 'none' && { key: 'method.bias', value: bias },
    modules_to_save.length > 0 && { key: 'method.modules_to_save', value: modules_to_save },
    !isUnused(rank_pattern) && { key: 'method.rank_pattern', value: rank_pattern },
    !isUnused(alpha_pattern) && { key: 'method.alpha_pattern', value: alpha_pattern },
    layers_to_transform !== null && { key: 'method.layers_to_transform', value: layers_to_transform },
  ];
  return parts.filter((part) => part !== false);
}

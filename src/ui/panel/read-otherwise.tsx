/** Other ways to read own data: another encoding, other columns, or as plain text. Each choice reads the file anew. */
import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionState } from '../../state/session-store.ts';
import { count } from '../format.ts';
import { usePage, useSession } from '../page-context.tsx';
import { useIsEncoder } from '../use-is-encoder.ts';

type PairColumns = NonNullable<Offer['reading']['used']>;
type Offer = NonNullable<SessionState['offer']>;

/** What the page offers by name; the detector may find yet others. */
const ENCODINGS = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1250',
  'iso-8859-2',
  'windows-1251',
  'koi8-r',
  'koi8-u',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'euc-kr',
  'shift_jis',
  'euc-jp',
  'iso-2022-jp',
  'gb18030',
  'big5',
  'macintosh',
] as const;

/** An encoding in words; one that has none keeps its label. */
export function useEncodingName(): (label: string) => string {
  const { t } = useTranslation();
  return (label) => {
    const known = ENCODINGS.find((encoding) => encoding === label);
    return known ? t(`own.encodings.${known}`) : label;
  };
}

/** Whether rows were read, but a person must say which columns make the pairs. */
export const mustPickColumns = ({ summary, unusable, found }: Offer) =>
  summary === null && unusable === null && found === null;

/** @param reading null where the file was refused */
export function ReadOtherwise({ own, reading }: { own: Offer['own']; reading: Offer['reading'] | null }) {
  const { t } = useTranslation();
  const page = usePage();
  const encodingName = useEncodingName();
  const { offerOwnData } = page.session.getState();
  const encoding = reading ? reading.encoding : (own.encoding ?? 'utf-8');
  const mustPick = useSession(({ offer }) => offer !== null && mustPickColumns(offer));
  const columns = reading?.columns ?? [];
  const isTable = own.columns !== null;
  const encodings = [...ENCODINGS.filter((label) => label !== encoding), ...(encoding ? [encoding] : [])];
  const as = own.asText ? 'text' : isTable || mustPick ? 'table' : 'auto';
  return (
    <div className="own-otherwise">
      <Group grow align="end">
        {encoding && (
          <NativeSelect
            size="xs"
            label={t('own.encoding')}
            value={encoding}
            data={encodings.map((label) => ({ value: label, label: encodingName(label) }))}
            onChange={({ currentTarget: { value } }) => void offerOwnData({ ...own, encoding: value })}
          />
        )}
        <NativeSelect
          size="xs"
          label={t('own.readAs')}
          value={as}
          data={[
            ...(mustPick ? [] : [{ value: 'auto', label: t('own.readAsAuto') }]),
            ...(columns.length > 0 ? [{ value: 'table', label: t('own.readAsTable') }] : []),
            ...(reading?.kind === 'parquet' ? [] : [{ value: 'text', label: t('own.readAsText') }]),
          ]}
          onChange={({ currentTarget: { value } }) =>
            void offerOwnData({ ...own, asText: value === 'text', columns: value === 'table' ? 'ask' : null })
          }
        />
      </Group>
      {as === 'table' && <ColumnPicker key={columns.join('\0')} own={own} columns={columns} />}
    </div>
  );
}

/** Which columns are prompt and completion; for an encoder also the second text of a pair. */
function ColumnPicker({ own, columns }: { own: Offer['own']; columns: string[] }) {
  const { t } = useTranslation();
  const page = usePage();
  // The answer is rarely in a running number, and often stands last.
  const likely = columns.filter((column) => !/^(|_?id|idx|index|unnamed: \d+)$/i.test(column));
  const { 0: first = columns[0] ?? '', [likely.length - 1]: last = first } = likely;
  const [chosen, setChosen] = useState<PairColumns>(
    own.columns !== null && own.columns !== 'ask' ? own.columns : { prompt: first, completion: last },
  );
  const isEncoder = useIsEncoder();
  const { prompt, second, completion } = chosen;
  const picked = [prompt, completion, ...(second === undefined ? [] : [second])];
  return (
    <>
      <Text size="sm">
        {t(isEncoder ? 'encoder.pick' : 'own.pick', { name: own.name, columns: count(columns.length) })}
      </Text>
      <Group grow align="end">
        <NativeSelect
          size="xs"
          autoFocus
          data-autofocus
          label={t(isEncoder ? 'encoder.firstText' : 'own.prompt')}
          data={[
            ...columns.map((column) => ({ value: column, label: column })),
            ...(isEncoder ? [] : [{ value: '', label: t('own.noPrompt') }]),
          ]}
          value={chosen.prompt}
          onChange={({ currentTarget: { value } }) => setChosen({ ...chosen, prompt: value })}
        />
        {isEncoder && (
          <NativeSelect
            size="xs"
            label={t('encoder.secondText')}
            data={[
              { value: '', label: t('encoder.noSecondText') },
              ...columns.map((column) => ({ value: column, label: column })),
            ]}
            value={chosen.second ?? ''}
            onChange={({ currentTarget: { value } }) =>
              setChosen({ ...chosen, second: value === '' ? undefined : value })
            }
          />
        )}
        <NativeSelect
          size="xs"
          label={t(isEncoder ? 'encoder.label' : 'own.completion')}
          data={columns}
          value={chosen.completion}
          onChange={({ currentTarget: { value } }) => setChosen({ ...chosen, completion: value })}
        />
      </Group>
      <Button
        size="xs"
        mt="xs"
        disabled={new Set(picked).size < picked.length}
        onClick={() => void page.session.getState().offerOwnData({ ...own, columns: chosen })}
      >
        {t('own.readColumns')}
      </Button>
    </>
  );
}

/** Makes a class link of the form as it is: where it opens, what it fixes and hides, and whose seeds. */
import { Button, Checkbox, Group, NativeSelect, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LESSONS } from '../../../../core/lessons.ts';
import { cannotTravel, controlsOf, writeClass } from '../../../../state/class-link.ts';
import { settingsOf, toQuery } from '../../../../state/url.ts';
import { VIEWS, type View } from '../../../../state/view-store.ts';
import { settingLabel } from '../../../address-words.ts';
import { useConfig, useView } from '../../../page-context.tsx';
import { Section } from '../section.tsx';
import { CopyButton } from './copy-button.tsx';
import classes from './teacher.module.css';

const CHOICES = ['free', 'fixed', 'hidden'] as const;
type Choice = (typeof CHOICES)[number];

/** Where a link opens: a workspace, or a page of Learn after `learn/`. */
const isView = (place: string): place is View => VIEWS.some((view) => view === place);

export function LinkMaker() {
  const { t } = useTranslation('learn');
  const { t: app } = useTranslation();
  const { t: words } = useTranslation('workspaces');
  const form = useConfig((state) => state.config);
  const lang = useView((state) => state.lang);
  const [place, setPlace] = useState<string>(VIEWS[0]);
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const [ownSeeds, setOwnSeeds] = useState(false);
  const own = cannotTravel(form);
  const settings = settingsOf(form);
  const controls = controlsOf(form).map((key) => {
    const isFree = own.some((setting) => setting === key) || (ownSeeds && key === 'seed');
    return { key, isFree, choice: isFree ? 'free' : (choices[key] ?? 'free') };
  });
  const chosen = (choice: Choice) =>
    controls.filter((control) => control.choice === choice).map(({ key }) => key);
  const link = { fixed: chosen('fixed'), hidden: chosen('hidden'), ownSeeds };
  const isClass = link.fixed.length > 0 || link.hidden.length > 0 || ownSeeds;
  const query = toQuery(form, null, {
    ...(isView(place) ? { view: place } : { view: 'learn', lesson: place }),
    lang,
    classLink: isClass ? writeClass(link, form) : '',
  });
  const address = new URL(query, location.origin + location.pathname).href;
  const set = (choice: Choice, keys = controlsOf(form)) =>
    setChoices({ ...choices, ...Object.fromEntries(keys.map((key) => [key, choice])) });
  const labelOf = (key: string) => settingLabel(key, app) || key;
  return (
    <Section title={t('teacher.link.title')}>
      <p>{t('teacher.link.about')}</p>
      <NativeSelect
        label={t('teacher.link.opens')}
        size="xs"
        value={place}
        data={[
          ...VIEWS.map((view) => ({ value: view, label: words(`view.${view}`) })),
          {
            group: t('teacher.link.lessons'),
            items: LESSONS.map((id, i) => ({ value: id, label: `${i + 1}. ${t(`lesson.${id}.title`)}` })),
          },
        ]}
        onChange={({ currentTarget: { value } }) => setPlace(value)}
      />
      <div className={classes.scroll}>
        <table className={classes.controls}>
          <caption>{t('teacher.link.controls')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('teacher.link.control')}</th>
              <th scope="col">{t('teacher.link.value')}</th>
              {CHOICES.map((choice) => (
                <th key={choice} scope="col">
                  {t(`teacher.link.${choice}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {controls.map(({ key, choice, isFree }) => (
              <tr key={key}>
                <th scope="row">{labelOf(key)}</th>
                <td className={classes.value}>
                  {isFree && key === 'seed' ? t('teacher.link.seedOwn') : settings.get(key) || '–'}
                </td>
                {CHOICES.map((each) => (
                  <td key={each}>
                    <label className={classes.radio}>
                      <input
                        type="radio"
                        name={`class-${key}`}
                        aria-label={`${labelOf(key)}: ${t(`teacher.link.${each}`)}`}
                        disabled={isFree}
                        checked={choice === each}
                        onChange={() => set(each, [key])}
                      />
                    </label>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => set('fixed')}>
          {t('teacher.link.fixAll')}
        </Button>
        <Button size="xs" variant="default" onClick={() => set('free')}>
          {t('teacher.link.freeAll')}
        </Button>
      </Group>
      {own.map((setting) => (
        <p key={setting} role="status" className="hint warns">
          {t(`teacher.link.own.${setting}`)}
        </p>
      ))}
      <Checkbox
        size="xs"
        label={t('teacher.link.seeds')}
        description={t('teacher.link.seedsAbout')}
        checked={ownSeeds}
        onChange={({ currentTarget: { checked } }) => setOwnSeeds(checked)}
      />
      <Textarea
        className={classes.wide ?? ''}
        size="xs"
        readOnly
        autosize
        minRows={2}
        label={t('teacher.link.address')}
        description={t(isClass ? 'teacher.link.addressAbout' : 'teacher.link.nothingFixed')}
        value={address}
        onFocus={({ currentTarget }) => currentTarget.select()}
      />
      <Group gap="xs">
        <CopyButton label={t('teacher.link.copy')} text={address} />
        <Button size="xs" variant="default" component="a" href={address} target="_blank" rel="noreferrer">
          {t('teacher.link.open')}
        </Button>
      </Group>
      <p className="hint">{t('teacher.link.holds')}</p>
    </Section>
  );
}

/** The page's few icons, drawn on a 16-unit grid in the text's colour. Decorative: the words stand beside them. */

const PATHS = {
  play: 'M5 3.2v9.6L12.6 8Z',
  pause: 'M4.5 3.5h2.6v9H4.5Zm4.4 0h2.6v9H8.9Z',
  step: 'M4 3.5v9L10 8Zm6.6 0h1.8v9h-1.8Z',
  reset: 'M8 3a5 5 0 1 1-4.7 3.3l1.4.5A3.5 3.5 0 1 0 8 4.5v2L4.6 3.7 8 1Z',
  compare: 'M2.5 13V9.5h2V13Zm3-0V7h2v6Zm3 0V5h2v8Zm3 0V3h2v10Z',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM7.4 1h1.2v2.4H7.4Zm0 11.6h1.2V15H7.4ZM1 7.4h2.4v1.2H1Zm11.6 0H15v1.2h-2.4ZM2.6 3.5l.9-.9 1.7 1.7-.9.9Zm8.2 8.2.9-.9 1.7 1.7-.9.9Zm0-7.4 1.7-1.7.9.9-1.7 1.7Zm-8.2 8.2 1.7-1.7.9.9-1.7 1.7Z',
  moon: 'M6.5 2A6 6 0 1 0 14 9.5 5 5 0 0 1 6.5 2Z',
  auto: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Zm0 1.3v9.4a4.7 4.7 0 0 1 0-9.4Z',
  enlarge: 'M2 2h4.5v1.4H4.4L7 6 6 7 3.4 4.4v2.1H2Zm12 12H9.5v-1.4h2.1L9 10l1-1 2.6 2.6V9.5H14Z',
  back: 'M10.2 3 5.2 8l5 5 1.1-1.1L7.4 8l3.9-3.9Z',
  forward: 'M5.800 3l5 5-5 5-1.100-1.100L8.600 8 4.700 4.100Z',
  settings:
    'M2 4h5.200a2 2 0 0 1 3.600 0H14v1.300h-3.200a2 2 0 0 1-3.600 0H2Zm0 6.700h2.200a2 2 0 0 1 3.600 0H14V12H7.800a2 2 0 0 1-3.600 0H2Z',
  more: 'M2.6 6.4a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2Zm5.4 0a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2Zm5.4 0a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2Z',
  link: 'M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7L7.7 4.6l.9.9 1.2-1.2a1.3 1.3 0 0 1 1.9 1.9L9.5 8.4a1.3 1.3 0 0 1-1.9 0Zm2.6-2.6a2.6 2.6 0 0 0-3.7 0L3.4 8.9a2.6 2.6 0 0 0 3.7 3.7l1.2-1.2-.9-.9-1.2 1.2a1.3 1.3 0 0 1-1.9-1.9l2.2-2.2a1.3 1.3 0 0 1 1.9 0Z',
  keyboard:
    'M2 4h12a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H2a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Zm.3 1.3v5.4h11.4V5.300ZM3.500 6.500h1.300v1.200H3.500Zm2.500 0h1.300v1.200H6Zm2.500 0h1.300v1.200H8.500Zm2.500 0h1.300v1.200H11ZM5 8.600h6v1.200H5Z',
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg width="14" height="14" viewBox="0 0 16 16" fill="currentColor" fillRule="evenodd" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The look: system fonts, a quiet blue for what can be pressed, orange kept for what LoRA trains. */
import { createTheme, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 8, dark: 7 },
  colors: {
    ink: [
      '#eef5fb',
      '#dae8f4',
      '#b5cfe7',
      '#8cb5da',
      '#699fcf',
      '#5191c8',
      '#4389c5',
      '#3474ab',
      '#28679b',
      '#17598a',
    ],
    // Mantine's dark greys, turned towards the page's blue.
    dark: [
      '#e4e8ee',
      '#c3cad4',
      '#a0abba',
      '#7c899a',
      '#3a424d',
      '#2d343d',
      '#232931',
      '#1a1e24',
      '#15191e',
      '#0f1216',
    ],
  },
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Mono", "Noto Sans Mono", "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.1875rem' },
  headings: { fontWeight: '600' },
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: { defaultProps: { portalProps: { target: '#overlays' } } },
    Menu: { defaultProps: { portalProps: { target: '#overlays' } } },
    // An error appears after the field is left, so a screen reader is told of it.
    InputError: { defaultProps: { fz: 'xs', role: 'alert' } },
    Modal: {
      defaultProps: {
        styles: { title: { fontSize: 16, fontWeight: 600 } },
        // A dialog's <header> would count as a second page header.
        attributes: { header: { role: 'presentation' } },
      },
    },
  },
});

/** Surfaces and lines of the light scheme. */
export const LIGHT = {
  '--mantine-color-body': '#ffffff',
  '--mantine-color-text': '#1a2028',
  '--mantine-color-dimmed': '#55606f',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-placeholder': '#6a7583',
  '--mantine-color-default-border': '#d3d9e0',
  '--ground': '#eef1f4',
  '--surface': '#ffffff',
  '--line': '#d9dee5',
  '--stroke': '#8a97a8',
  '--frozen': '#e7ecf2',
  '--lora': '#bf4d00',
  '--lora-soft': '#fdebdd',
  '--good': '#1d7a4f',
  '--bad': '#b3372f',
};

/** Surfaces and lines in both schemes. Text on `body` and on `--surface` keeps at least 4.5:1. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: LIGHT,
  dark: {
    '--mantine-color-body': '#1a1e24',
    '--mantine-color-text': '#e4e8ee',
    '--mantine-color-dimmed': '#a0abba',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-placeholder': '#8f9aa9',
    '--mantine-color-default-border': '#3a424d',
    '--ground': '#12151a',
    '--surface': '#1a1e24',
    '--line': '#2d343d',
    '--stroke': '#7c899a',
    '--frozen': '#29313b',
    '--lora': '#f39a55',
    '--lora-soft': '#3b2817',
    '--good': '#5cc493',
    '--bad': '#ff8f80',
  },
});

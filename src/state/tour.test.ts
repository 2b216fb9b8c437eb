import { afterEach, expect, it, vi } from 'vitest';
import { isTourDue, rememberTour } from './tour.ts';

afterEach(() => void vi.unstubAllGlobals());

it('is due until it is remembered', () => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
  expect(isTourDue()).toBe(true);
  rememberTour();
  expect(isTourDue()).toBe(false);
});

it('is never due where the browser keeps nothing', () => {
  const refuse = () => {
    throw new Error('refused');
  };
  vi.stubGlobal('localStorage', { getItem: refuse, setItem: refuse });
  expect(isTourDue()).toBe(false);
  expect(rememberTour).not.toThrow();
});

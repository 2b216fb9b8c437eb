import { expect, it } from 'vitest';
import { essayMarkdown, type EssayFile } from './essays.ts';

const FILE: EssayFile = {
  title: 'A title',
  ask: 'A question?',
  text: ' My *text*.\n\nMore. ',
  evidence: 'Runs',
  head: ['Run', 'Loss'],
  rows: [['a | b\nc', '1.5']],
};

it('writes an essay with a table of its runs', () => {
  expect(essayMarkdown(FILE)).toBe(
    '# A title\n\n> A question?\n\nMy *text*.\n\nMore.\n\n## Runs\n\n| Run | Loss |\n| --- | --- |\n| a \\| b c | 1.5 |\n',
  );
});

it('leaves the table out where no run is attached', () => {
  expect(essayMarkdown({ ...FILE, rows: [] })).toBe('# A title\n\n> A question?\n\nMy *text*.\n\nMore.\n');
});

/** ShareGPT: `conversations` with `from` and `value` of each turn, and at times a `system` text beside them. */
import { chatReader } from './chat-reader.ts';

export const sharegpt = chatReader({ id: 'sharegpt', name: 'ShareGPT', speaker: 'from', text: 'value' });

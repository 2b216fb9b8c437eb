/** Chats as OpenAI's fine-tuning and many trainers take them: a list of messages with the `role` and `content` of each. */
import { chatReader } from './chat-reader.ts';

export const messages = chatReader({
  id: 'messages',
  name: 'Chat messages',
  speaker: 'role',
  text: 'content',
});

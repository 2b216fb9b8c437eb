/** What a person did in Learn, in every part of it. */
import { useStore } from 'zustand';
import { createLessonsStore, type LessonsState } from '../../../state/lessons-store.ts';

const lessons = createLessonsStore();

export const useLessons = <T>(slice: (state: LessonsState) => T): T => useStore(lessons, slice);

export * from './drafter.ts';

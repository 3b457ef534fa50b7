export type { Answer, AnswerHeaders } from './answer.ts';
export {
  askOnce,
  beginConnection,
  exchange,
  openConnection,
  textOf,
  type Place,
  type Question,
} from './ask-once.ts';
export { askPool, ConnectionPool, SilentError, type Asking } from './connection-pool.ts';
/** Undici's own, for who takes answers by handlers; without the rest of it. */
export { default as Pool } from 'undici/lib/dispatcher/pool.js';

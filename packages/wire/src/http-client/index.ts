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
export { ConnectionPool, SilentError, type Asking } from './connection-pool.ts';

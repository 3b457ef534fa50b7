export { AnswerBody, joinedHeaders, type Answer, type AnswerHeaders } from './answer.ts';
export {
  askOnce,
  exchange,
  openConnection,
  textOf,
  type Place,
  type Question,
} from './ask-once.ts';

/** What other packages' tests ask of the SDK's clients. */
export { operationsOf } from '../schema/operations.ts';
export type { Member, Shape } from '../schema/shape.ts';
export { clientTraits } from './client-traits.ts';
export { readXml } from '../xml/read-xml.ts';

import { Malformed } from '../malformed.ts';

/** An empty body stands for an empty structure. */
export function parseJson(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Malformed(`Unable to parse JSON: ${error.message}`);
    throw error;
  }
}

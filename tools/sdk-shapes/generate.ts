import { renderShapes } from './render.ts';
import { STORED_SHAPES } from './stored-shapes.ts';

export const COMMAND = 'npx node tools/sdk-shapes/main.ts';

/** What a file of `STORED_SHAPES` should say, by the clients that are installed. */
export async function generateShapes(file: string): Promise<string> {
  const stored = STORED_SHAPES[file] ?? [];
  const names = [...new Set(stored.map(({ client }) => client))];
  const loaded = names.map(async (client) => {
    const module = (await import(`@aws-sdk/client-${client}`)) as Record<string, unknown>;
    return [client, module] as const;
  });
  return renderShapes(stored, Object.fromEntries(await Promise.all(loaded)), COMMAND);
}

import { renderShapes } from './render.ts';
import { STORED_SHAPES } from './stored-shapes.ts';

export const GENERATED = 'packages/engine/src/kernel/state/sdk-shapes.generated.ts';
export const COMMAND = 'npx node tools/sdk-shapes/main.ts';

/** What the file should say, by the clients that are installed. */
export async function generateShapes(): Promise<string> {
  const names = [...new Set(STORED_SHAPES.map(({ client }) => client))];
  const loaded = names.map(async (client) => {
    const module = (await import(`@aws-sdk/client-${client}`)) as Record<string, unknown>;
    return [client, module] as const;
  });
  return renderShapes(STORED_SHAPES, Object.fromEntries(await Promise.all(loaded)), COMMAND);
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { COMMAND, generateShapes } from './generate.ts';
import { renderShapes } from './render.ts';
import { STORED_SHAPES } from './stored-shapes.ts';

test.each(Object.keys(STORED_SHAPES))(
  `%s has the clients' own shapes; '${COMMAND}' writes it anew`,
  async (file) => {
    const text = readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8');
    expect(text).toBe(await generateShapes(file));
  },
);

test('what JSON does not give back as it was is refused', async () => {
  const ec2 = (await import('@aws-sdk/client-ec2')) as Record<string, unknown>;
  const render = (shape: string) => () =>
    renderShapes([{ client: 'ec2', shape }], { ec2 }, COMMAND);
  expect(render('RequestLaunchTemplateData')).toThrow('a record is JSON, which has no timestamp');
  expect(render('RequestLaunchTemplateDate')).toThrow('has no shape RequestLaunchTemplateDate');
});

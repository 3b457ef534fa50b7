import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { COMMAND, GENERATED, generateShapes } from './generate.ts';
import { renderShapes } from './render.ts';

test(`the stored shapes are the clients' own; '${COMMAND}' writes them anew`, async () => {
  const file = path.resolve(import.meta.dirname, '../..', GENERATED);
  expect(readFileSync(file, 'utf8')).toBe(await generateShapes());
});

test('what JSON does not give back as it was is refused', async () => {
  const ec2 = (await import('@aws-sdk/client-ec2')) as Record<string, unknown>;
  const render = (shape: string) => () =>
    renderShapes([{ client: 'ec2', shape }], { ec2 }, COMMAND);
  expect(render('RequestLaunchTemplateData')).toThrow('a record is JSON, which has no timestamp');
  expect(render('RequestLaunchTemplateDate')).toThrow('has no shape RequestLaunchTemplateDate');
});

import { describe, expect, test } from 'vitest';
import { clientTraits } from '@understudy/wire/testing';
import type { Service } from '../kernel/service.ts';
import { testDeps } from '../kernel/kernel.fixture.ts';
import { testServices } from '../resources/testing/services.ts';

/** Those whose schemas are our own, which a test of theirs holds to AWS's model. */
const WITHOUT_CLIENT = ['arczonalshift'];

const services = testServices(testDeps());
const withClient = Object.entries<Service>(services).filter(
  ([name]) => !WITHOUT_CLIENT.includes(name),
);

/** AWS's answers have a slash at the end; the SDK's client does without. */
const NAMESPACES: Readonly<Record<string, string>> = {
  ec2: 'http://ec2.amazonaws.com/doc/2016-11-15/',
};

describe('the services', () => {
  test.each(withClient)('%s speaks as its SDK client does', async (name, service) => {
    const { traits } = clientTraits(await service.loadSchemas());
    const isXml = traits.protocols.some((protocol) => /query|xml/i.test(protocol));
    const xmlNamespace = isXml ? (NAMESPACES[name] ?? traits.xmlNamespace) : '';
    expect(service.traits).toEqual({ ...traits, xmlNamespace });
  });

  test('are found by signing names, no two alike', () => {
    const names = Object.values<Service>(services).map(({ traits }) => traits.signingName);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(withClient)('%s has only operations that AWS names', async (_name, service) => {
    const client = await service.loadSchemas();
    const unknown = Object.keys(service.operations).filter(
      (operation) => !(`${operation}Command` in client),
    );
    expect(unknown).toEqual([]);
  });
});

import process from 'node:process';
import {
  GetDomainDetailCommand,
  InvalidInput,
  RegisterDomainCommand,
  Route53DomainsClient,
  UpdateDomainNameserversCommand,
} from '@aws-sdk/client-route-53-domains';
import { UnderstudyError } from '@understudy/contract';
import { GLOBAL_REGION, stackNames } from '@understudy/site';
import { readOutputs } from '../deploy/stack-outputs.ts';
import { clientEnvironment, clientSettings } from '../engine/aws.ts';
import { findEngine, findSession } from '../engine/session.ts';
import type { GlobalFlags } from '../flags.ts';
import { table } from '../render/table.ts';

/** Step 2 by hand: without the final dot, as registrars take them. */
export async function setNameservers(
  domain: string,
  servers: string[],
  flags: GlobalFlags,
): Promise<void> {
  const { info } = findEngine(flags);
  const client = new Route53DomainsClient(clientSettings(info, GLOBAL_REGION));
  const update = { DomainName: domain, Nameservers: servers.map((Name) => ({ Name })) };
  await registered(domain, client.send(new UpdateDomainNameserversCommand(update)));
  process.stdout.write(`${domain} is delegated to ${servers.join(', ')}\n`);
}

/** A domain is bought at AWS for money; here it is only entered, for a site that comes later. */
export async function registerDomain(domain: string, flags: GlobalFlags): Promise<void> {
  const { info } = findEngine(flags);
  const client = new Route53DomainsClient(clientSettings(info, GLOBAL_REGION));
  const nobody = {};
  const contacts = { AdminContact: nobody, RegistrantContact: nobody, TechContact: nobody };
  try {
    await client.send(
      new RegisterDomainCommand({ DomainName: domain, DurationInYears: 1, ...contacts }),
    );
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new UnderstudyError('UsageInvalid', {
      message: error.message,
      hint: `'understudy registrar show ${domain}' tells what the registrar holds`,
      cause: error,
    });
  }
  process.stdout.write(`${domain} is registered at the engine at ${info.endpoint}\n`);
}

export async function showDomain(name: string | undefined, flags: GlobalFlags): Promise<void> {
  const { info, site } = findSession(flags);
  const domain = name ?? site.domain;
  const client = new Route53DomainsClient(clientSettings(info, GLOBAL_REGION));
  const { Nameservers: held = [] } = await registered(
    domain,
    client.send(new GetDomainDetailCommand({ DomainName: domain })),
  );
  Object.assign(process.env, clientEnvironment(info, GLOBAL_REGION));
  const stack = stackNames(site).zone;
  const given =
    (await readOutputs([{ name: stack, region: GLOBAL_REGION }]))[stack]?.['NameServers'] ?? '';
  process.stdout.write(
    `${table([
      [
        'registrar',
        held.map((server) => server.Name).join(' ') || '(none: the domain does not resolve)',
      ],
      ['Route 53', given || '(no hosted zone yet)'],
    ])}\n`,
  );
}

/**
 * Route 53 Domains has one error for a domain that the account does not hold, and for input that is
 * no domain.
 */
async function registered<T>(domain: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof InvalidInput) || !error.message.includes('not found')) throw error;
    throw new UnderstudyError('DomainNotRegistered', {
      message: `${domain} is not registered: ${error.message}`,
      cause: error,
    });
  }
}

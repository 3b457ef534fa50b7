import { beforeEach, describe, expect, it } from 'vitest';
import { type TestDeps, testDeps, testRequest } from '../../kernel/kernel.fixture.ts';
import { Route53DomainsService } from './route53domains-service.ts';

let deps: TestDeps;
let registrar: Route53DomainsService;
const request = testRequest();
const SERVERS = ['ns-1.awsdns-01.com', 'ns-600.awsdns-02.net'];

beforeEach(() => {
  deps = testDeps();
  registrar = new Route53DomainsService(deps);
});

function update(DomainName: string, names: readonly string[]): string | undefined {
  return registrar.operations.UpdateDomainNameservers(request, {
    DomainName,
    Nameservers: names.map((Name) => ({ Name })),
  }).OperationId;
}

describe('the registrar', () => {
  it('delegates a domain once it is told name servers, and not before', () => {
    registrar.register('Ticketing.pw.');
    registrar.register('ticketing.pw');
    expect(registrar.delegations()).toEqual([]);
    const id = update('ticketing.pw', SERVERS);
    expect(registrar.delegations()).toEqual([{ domain: 'ticketing.pw', nameServers: SERVERS }]);
    expect(registrar.operations.GetOperationDetail(request, { OperationId: id })).toMatchObject({
      Status: 'SUCCESSFUL',
      Type: 'UPDATE_NAMESERVER',
      DomainName: 'ticketing.pw',
    });
    expect(deps.dataPlane.changes).toBe(2);
    expect(new Route53DomainsService(deps).delegations()).toEqual(registrar.delegations());
  });

  it('keeps name servers without the final dot', () => {
    registrar.register('ticketing.pw');
    update(
      'ticketing.pw',
      SERVERS.map((name) => `${name}.`),
    );
    expect(registrar.delegations()[0]?.nameServers).toEqual(SERVERS);
    const { Nameservers } = registrar.operations.GetDomainDetail(request, {
      DomainName: 'ticketing.pw',
    });
    expect(Nameservers?.map(({ Name }) => Name)).toEqual(SERVERS);
  });

  it('does not know domains that are not ours', () => {
    expect(() => update('other.pw', SERVERS)).toThrow('Domain other.pw not found in 111122223333');
    expect(() => registrar.operations.GetDomainDetail(request, { DomainName: 'other.pw' })).toThrow(
      /not found/,
    );
  });

  it.each([
    ['one name server', ['ns-1.awsdns-01.com'], /between 2 and 13/],
    ['none', [], /between 2 and 13/],
    ['the same twice', ['a.example', 'a.example'], /duplicate/],
    ['what is no host name', ['a_b', 'c.example'], /not a valid host name: 'a_b'/],
  ])('refuses %s', (_, servers, reason) => {
    registrar.register('ticketing.pw');
    expect(() => update('ticketing.pw', servers)).toThrow(reason);
    expect(registrar.delegations()).toEqual([]);
  });

  it('lists what is registered', () => {
    registrar.operations.RegisterDomain(request, {
      DomainName: 'b.pw',
      DurationInYears: 1,
    } as never);
    registrar.register('a.pw');
    expect(
      registrar.operations.ListDomains(request, {}).Domains?.map((domain) => domain.DomainName),
    ).toEqual(['a.pw', 'b.pw']);
    expect(() =>
      registrar.operations.RegisterDomain(request, { DomainName: 'a.pw' } as never),
    ).toThrow(/already/);
  });
});

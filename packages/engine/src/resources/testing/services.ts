import type { ServiceDeps } from '../../kernel/deps.ts';
import type { CertificateAuthority } from '../../services/acm/authority.ts';
import type { ServiceKit } from '../../services/kit.ts';
import { createServices, type Services } from '../../services/registry.ts';
import { resourceHandlersOver } from '../registry.ts';

/**
 * Every service, with the resource types over them, for tests: nothing is issued, no region runs,
 * nobody listens.
 */
export function testServices(deps: ServiceDeps, overrides: Partial<ServiceKit> = {}): Services {
  const services: Services = createServices({
    deps,
    authority: {} as CertificateAuthority,
    dnsPort: 53,
    localPort: (port) => port,
    endpoint: () => 'http://127.0.0.1',
    s3: { endpointOf: () => undefined, key: { accessKeyId: 'a', secretAccessKey: 'b' } },
    findResourceHandler: resourceHandlersOver(() => services),
    tell: () => undefined,
    onStackEvent: () => undefined,
    ...overrides,
  });
  return services;
}

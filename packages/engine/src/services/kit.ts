import type { ServiceDeps } from '../kernel/deps.ts';
import type { ResourceHandler } from '../kernel/resource.ts';
import type { CertificateAuthority } from './acm/authority.ts';
import type { StackEventNotice } from './cloudformation/stack-event-notice.ts';
import type { S3Options } from './s3/s3-options.ts';

/** What the engine gives every service to be made of. */
export interface ServiceKit {
  deps: ServiceDeps;
  authority: CertificateAuthority;
  /** UDP port of the resolvers. */
  dnsPort: number;
  s3: S3Options;
  /** URL of the engine's endpoint, once it listens. */
  endpoint(): string;
  /** The port that a listener for AWS's port has on this machine. */
  localPort(port: number): number;
  /** The handler of a CloudFormation type, over the services that are made. */
  findResourceHandler(type: string): ResourceHandler | undefined;
  /** Writes a warning to the event stream. */
  tell(message: string): void;
  /** Told of every event of every stack. */
  onStackEvent(notice: StackEventNotice): void;
}

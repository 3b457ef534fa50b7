import type { AnswerHeaders } from '@understudy/wire/http-client';
import type { Layer } from '../report/schema.ts';
import type { Outcome } from './sample.ts';

const BAD_STATUS_MIN = 500;

/**
 * Who made an answer that is an error. `x-cache: Error from cloudfront` stands on what an origin
 * made as well; CloudFront's own name it as the server, and a load balancer's own `awselb/2.0`.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-502-bad-gateway.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
 */
export function layerOf({ server }: AnswerHeaders): Layer {
  if (server === 'awselb/2.0') return 'load-balancer';
  return server === 'CloudFront' ? 'edge' : 'app';
}

export function ofAnswer(
  { status, headers }: { status: number; headers: AnswerHeaders },
  place: string,
): Outcome {
  if (status < BAD_STATUS_MIN) return { good: true, status, place };
  const layer = layerOf(headers);
  return { good: false, layer, kind: String(status), place, isAnswered: true };
}

/** Of what came instead of an answer. */
export function ofFailure(error: unknown, place: string): Outcome {
  const kind = kindOf(error);
  const layer = /CERT|TLS|SSL|ALTNAME|SELF_SIGNED/i.test(kind) ? 'tls' : 'network';
  return { good: false, layer, kind, place, isAnswered: false };
}

export function ofNoAddress(responseCode: string): Outcome {
  return { good: false, layer: 'dns', kind: responseCode, place: 'nowhere', isAnswered: false };
}

function kindOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'timed out';
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : error.message.slice(0, KIND_CHARACTERS_MAX);
}

const KIND_CHARACTERS_MAX = 80;

import { randomBytes } from 'node:crypto';
import {
  EXPLANATION_VERSION,
  Reasons,
  UnderstudyError,
  type ExplainRequest,
  type ExplanationOf,
  type Reason,
} from '@understudy/contract';
import { askRegionIfRunning } from '../../kernel/ask-region.ts';
import { requireName } from './known-names.ts';
import { placeAt } from './places.ts';
import type { ExplainSources } from './sources.ts';
import { visit, type Visit } from './visit.ts';

type Question = Extract<ExplainRequest, { about: 'request' }>;

/** `dataplane` has it under this name. */
const TRACE_HEADER = 'x-understudy-trace';
const TRACE_ID_BYTES = 16;

/** Sends the request, as a visitor does, and collects what each that it came to has decided. */
export async function explainRequest(
  sources: ExplainSources,
  { url: text }: Question,
): Promise<ExplanationOf<'request'>> {
  const url = readUrl(text);
  requireName(sources, url.hostname);
  const id = randomBytes(TRACE_ID_BYTES).toString('hex');
  await Promise.all([
    sources.dataPlane.queryGlobal('expectTrace', { id }),
    ...sources.regions.map((region) =>
      askRegionIfRunning(sources.dataPlane, region, 'expectTrace', { id }),
    ),
  ]);
  const went = await visit(sources.visitor, url, { [TRACE_HEADER]: id });
  const [edge, ...regions] = await Promise.all([
    sources.dataPlane.queryGlobal('endTrace', { id }),
    ...sources.regions.map((region) =>
      askRegionIfRunning(sources.dataPlane, region, 'endTrace', { id }),
    ),
  ]);
  const reasons = new Reasons();
  tellWay(sources, reasons, url, went);
  reasons.adopt(edge.because);
  for (const told of regions) adoptBalancer(reasons, told?.because ?? []);
  const answer = answerOf(went, reasons.list);
  tellAnswer(reasons, went, answer);
  return {
    version: EXPLANATION_VERSION,
    about: 'request',
    question: { url: url.href },
    conclusion: conclusionOf(url, went, answer),
    answer,
    because: reasons.list,
  };
}

function readUrl(text: string): URL {
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  if (url !== null && (url.protocol === 'https:' || url.protocol === 'http:')) return url;
  throw new UnderstudyError('UsageInvalid', {
    message: `'${text}' is no URL that a visitor could ask for`,
    hint: 'use one such as https://ticketing.pw/',
  });
}

function tellWay(sources: ExplainSources, reasons: Reasons, { hostname }: URL, went: Visit): void {
  const { address } = went;
  if (address === undefined) {
    const why = 'error' in went ? `: ${went.error}` : '';
    const says = `the resolver has no address for ${hostname}${why}`;
    reasons.add('request.address', says, { mark: 'ill', facts: { address: null } });
    return;
  }
  const says = `the resolver leads ${hostname} to ${address} ('understudy explain dns ${hostname}' says why)`;
  reasons.add('request.address', says, { mark: 'chosen', facts: { address } });
  const place = placeAt(sources, address);
  if (place === undefined) return;
  const facts = { place: place.says, region: place.region ?? null };
  reasons.add('request.place', `${address} is ${place.says}`, { facts });
}

/** Below the edge's attempt that came there; beside it, where a visitor came by itself. */
function adoptBalancer(reasons: Reasons, because: readonly Reason[]): void {
  const attempts = everyReason(reasons.list).filter(({ kind }) => kind === 'edge.attempt');
  for (const reason of because) {
    const attempt = attempts.findLast(({ facts }) => facts['address'] === reason.facts['node']);
    if (attempt === undefined) reasons.adopt([reason]);
    else attempt.because.push(reason);
  }
}

function answerOf(went: Visit, because: readonly Reason[]): ExplanationOf<'request'>['answer'] {
  const all = everyReason(because);
  const fact = (kind: string, name: string): string | null => {
    const value = all.findLast(({ kind: one, mark }) => one === kind && mark !== 'passed-over');
    const found = value?.facts[name];
    return typeof found === 'string' ? found : null;
  };
  return {
    status: 'status' in went ? went.status : null,
    error: 'error' in went ? went.error : null,
    address: went.address ?? null,
    tookMs: went.tookMs,
    edge: fact('edge.answer', 'location'),
    cache: fact('edge.answer', 'result'),
    loadBalancer: fact('balancer.node', 'loadBalancer'),
    instanceId: fact('balancer.target', 'instanceId'),
  };
}

function everyReason(reasons: readonly Reason[]): Reason[] {
  return reasons.flatMap((reason) => [reason, ...everyReason(reason.because)]);
}

function tellAnswer(
  reasons: Reasons,
  went: Visit,
  { tookMs }: ExplanationOf<'request'>['answer'],
): void {
  if ('error' in went) {
    const says = `no answer, after ${tookMs} ms: ${went.error}`;
    reasons.add('request.answer', says, { mark: 'ill', facts: { error: went.error } });
    return;
  }
  const { status } = went;
  const says = `the visitor gets ${status} after ${tookMs} ms`;
  reasons.add('request.answer', says, { mark: status < 400 ? 'well' : 'ill', facts: { status } });
}

function conclusionOf(
  { href }: URL,
  went: Visit,
  { edge, cache, loadBalancer, instanceId, address }: ExplanationOf<'request'>['answer'],
): string {
  const way = [
    ...(edge === null ? [] : [`edge ${edge} (${cache})`]),
    ...(loadBalancer === null ? [] : [`load balancer ${loadBalancer}`]),
    ...(instanceId === null ? [] : [instanceId]),
  ].join(' → ');
  if ('status' in went)
    return `${href} is answered ${went.status}${way === '' ? '' : ` by ${way}`}`;
  const where = address === null ? '' : ` from ${address}`;
  return `${href} has no answer${where}: ${went.error}`;
}

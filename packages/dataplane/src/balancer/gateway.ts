import { localPort, type ListenerAction, type PortPlan } from '@understudy/contract';
import type { PartContext } from '../part.ts';
import { chooseByWeight } from './choose.ts';
import { STATUS_TEXT, statusPage } from './error-page.ts';
import { answer, answerError, type Exchange, type ViewerRequest } from './exchange.ts';
import { forward, type Forwarding } from './forward.ts';
import { redirectLocation } from './redirect.ts';
import { forwardedHeaders, portOf, refusalOf, withoutPort } from './request-head.ts';
import { chooseAction, type RequestView } from './rules.ts';
import { boundTarget } from './session-binding.ts';
import type { Targets } from './targets.ts';
import { TraceIds } from './trace-ids.ts';
import { forwardUpgrade, type UpgradeAttempt } from './websocket.ts';

/**
 * Answers requests as listeners say: the way from a parsed head to a target, a redirect or an
 * error.
 */
export class Gateway {
  readonly #context: PartContext;
  readonly #targets: Targets;
  readonly #ports: PortPlan;
  readonly #traceIds = new TraceIds();

  constructor(context: PartContext, options: { targets: Targets; ports: PortPlan }) {
    this.#context = context;
    this.#targets = options.targets;
    this.#ports = options.ports;
  }

  handle(exchange: Exchange, upgrade?: UpgradeAttempt): void {
    const { request, site } = exchange;
    const refusal = refusalOf(headOf(request));
    if (refusal !== undefined) {
      exchange.isLast = true;
      answerError(exchange, refusal);
      return;
    }
    const { listener } = site;
    const action =
      listener.rules.length === 0
        ? listener.defaultAction
        : chooseAction(listener, viewOf(request));
    this.#perform(exchange, action, upgrade);
  }

  #perform(exchange: Exchange, action: ListenerAction, upgrade?: UpgradeAttempt): void {
    switch (action.type) {
      case 'forward':
        this.#forward(exchange, action, upgrade);
        return;
      case 'redirect':
        this.#redirect(exchange, action);
        return;
      case 'fixed-response':
        answer(exchange, {
          status: action.statusCode,
          message: '',
          contentType: action.contentType,
          body: action.body,
        });
    }
  }

  #forward(
    exchange: Exchange,
    action: Extract<ListenerAction, { type: 'forward' }>,
    upgrade?: UpgradeAttempt,
  ): void {
    const { site, request } = exchange;
    const { clock, random } = this.#context;
    const chosen = chooseByWeight(action.targetGroups, random);
    const group = chosen && this.#targets.group(chosen.arn);
    const cookieHeaders = group?.config.attributes.stickiness.enabled
      ? headerValues(request, 'cookie')
      : [];
    const bound = group && boundTarget(group, site, { cookieHeaders, nowMs: clock.nowMs() });
    const nodeTarget = bound ?? group?.choose(site.node.address, random);
    // "503: the target groups for the load balancer have no registered targets."
    if (!group || !nodeTarget) {
      answerError(exchange, 503);
      return;
    }
    const forwarding: Forwarding = {
      exchange,
      group,
      nodeTarget,
      wasBound: bound !== undefined,
      headers: this.#headersFor(exchange),
      path: pathOf(request.url ?? '/'),
      clock,
    };
    if (upgrade) forwardUpgrade(forwarding, upgrade);
    else forward(forwarding);
  }

  #headersFor({ request, site }: Exchange): string[] {
    const seconds = Math.floor(this.#context.clock.wallMs() / 1000).toString(16);
    return forwardedHeaders({
      head: headOf(request),
      listener: site.listener,
      attributes: site.loadBalancer.attributes,
      clientAddress: request.socket.remoteAddress ?? '',
      trace: `1-${seconds}-${this.#traceIds.next()}`,
    });
  }

  #redirect(exchange: Exchange, action: Extract<ListenerAction, { type: 'redirect' }>): void {
    const { request, site } = exchange;
    const { listener } = site;
    const view = viewOf(request);
    const spoken = portOf(hostHeader(request));
    const isLocal = spoken !== listener.port && spoken === localPort(listener.port, this.#ports);
    const location = redirectLocation(
      action,
      {
        protocol: listener.protocol === 'HTTPS' ? 'https' : 'http',
        host: view.host,
        port: listener.port,
        path: view.path,
        query: view.query,
      },
      // A viewer that came by this machine's port is sent to this machine's port.
      (port) => (isLocal ? localPort(port, this.#ports) : port),
    );
    answer(exchange, {
      status: action.statusCode,
      message: STATUS_TEXT[action.statusCode],
      contentType: 'text/html',
      body: statusPage(action.statusCode),
      extra: ['Location', location],
    });
  }
}

function headOf(request: ViewerRequest) {
  return {
    method: request.method ?? 'GET',
    target: request.url ?? '/',
    httpVersion: request.httpVersion,
    rawHeaders: request.rawHeaders,
  };
}

function viewOf(request: ViewerRequest): RequestView {
  const target = pathOf(request.url ?? '/');
  const mark = target.indexOf('?');
  return {
    method: request.method ?? 'GET',
    host: withoutPort(hostHeader(request)).toLowerCase(),
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    header: (name) => headerValues(request, name),
    sourceIp: request.socket.remoteAddress ?? '',
  };
}

/** RFC 9112, section 3.2.2: a target may be a whole URL. */
function pathOf(target: string): string {
  if (target.startsWith('/') || !/^https?:\/\//i.test(target)) return target;
  const slash = target.indexOf('/', target.indexOf('//') + 2);
  return slash < 0 ? '/' : target.slice(slash);
}

function hostHeader(request: ViewerRequest): string {
  const isHttp1 = !('stream' in request);
  return (isHttp1 ? request.headers.host : request.authority || request.headers.host) ?? '';
}

function headerValues(request: ViewerRequest, name: string): string[] {
  const values: string[] = [];
  const { rawHeaders } = request;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    if (rawHeaders[index]?.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? '');
  }
  return values;
}

import { localPort, type ListenerAction, type PortPlan } from '@understudy/contract';
import type { NetworkView } from '../../net/network-view.ts';
import { withoutTrace, type Traces } from '../../net/traces.ts';
import type { PartContext } from '../../part.ts';
import { chooseByWeight } from '../targets/choose.ts';
import { requestClass } from '../listener/desync.ts';
import { STATUS_TEXT, statusPage } from '../listener/error-page.ts';
import { answer, answerError, type Exchange, type ViewerRequest } from './exchange.ts';
import { forward, type Forwarding } from './forward.ts';
import { redirectLocation } from '../listener/redirect.ts';
import { headerValues } from '../../http/request-head.ts';
import { originForm } from '../../http/request-target.ts';
import {
  forwardedHeaders,
  judge,
  portOf,
  withoutPort,
  type AdmittedHead,
} from '../listener/request-head.ts';
import { chooseAction, type RequestView } from '../listener/rules.ts';
import { boundTarget } from './session-binding.ts';
import { tellSite, tellTargets } from './tell.ts';
import type { Targets } from '../targets/targets.ts';
import { TraceIds } from '../listener/trace-ids.ts';
import { forwardUpgrade, type UpgradeAttempt } from './websocket.ts';

/** A request that was understood. */
interface Incoming {
  exchange: Exchange;
  admitted: AdmittedHead;
  upgrade?: UpgradeAttempt;
}

/**
 * Answers requests as listeners say: the way from a parsed head to a target, a redirect or an
 * error.
 */
export class Gateway {
  readonly #context: PartContext;
  readonly #targets: Targets;
  readonly #ports: PortPlan;
  readonly #network: Pick<NetworkView, 'sourceAddress'>;
  readonly #traces: Traces | undefined;
  readonly #traceIds = new TraceIds();

  constructor(
    context: PartContext,
    options: {
      targets: Targets;
      ports: PortPlan;
      network: Pick<NetworkView, 'sourceAddress'>;
      traces?: Traces;
    },
  ) {
    this.#context = context;
    this.#targets = options.targets;
    this.#ports = options.ports;
    this.#network = options.network;
    this.#traces = options.traces;
  }

  handle(exchange: Exchange, upgrade?: UpgradeAttempt): void {
    const { request, site } = exchange;
    const { listener, loadBalancer } = site;
    const trace = this.#traces?.findIn(request.rawHeaders);
    if (trace !== undefined) exchange.reasons = tellSite(trace.reasons, site);
    const head = headOf(request);
    const found = requestClass(head);
    if (found !== 'compliant') site.meter.nonCompliantRequests += 1;
    const admitted = judge(head, loadBalancer.attributes.desyncMitigationMode, found);
    if (typeof admitted === 'number') {
      exchange.isLast = true;
      answerError(exchange, admitted);
      return;
    }
    exchange.isLast ||= admitted.isAmbiguous || isIdentity(request);
    const action =
      listener.rules.length === 0 && exchange.reasons === undefined
        ? listener.defaultAction
        : chooseAction(listener, this.#viewOf(request, admitted), exchange.reasons);
    this.#perform({ exchange, admitted, ...(upgrade && { upgrade }) }, action);
  }

  #perform(incoming: Incoming, action: ListenerAction): void {
    const { exchange } = incoming;
    switch (action.type) {
      case 'forward':
        this.#forward(incoming, action);
        return;
      case 'redirect':
        this.#redirect(incoming, action);
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

  #forward(incoming: Incoming, action: Extract<ListenerAction, { type: 'forward' }>): void {
    const { exchange, admitted, upgrade } = incoming;
    const { site, request } = exchange;
    const { clock, random } = this.#context;
    const chosen = chooseByWeight(action.targetGroups, random);
    const group = chosen && this.#targets.group(chosen.arn);
    const cookieHeaders = group?.config.attributes.stickiness.enabled
      ? headerValues(request.rawHeaders, 'cookie')
      : [];
    const bound = group && boundTarget(group, site, { cookieHeaders, nowMs: clock.nowMs() });
    const nodeTarget = bound ?? group?.choose(site.node.address, random);
    if (exchange.reasons !== undefined && group !== undefined)
      tellTargets(exchange.reasons, {
        group,
        site,
        chosen: nodeTarget,
        isBound: bound !== undefined,
      });
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
      headers: this.#headersFor(exchange, admitted),
      path: originForm(admitted.target),
      clock,
      isAmbiguous: admitted.isAmbiguous,
    };
    if (upgrade) forwardUpgrade(forwarding, upgrade);
    else forward(forwarding);
  }

  #headersFor({ request, site, reasons }: Exchange, { host }: AdmittedHead): string[] {
    const seconds = Math.floor(this.#context.clock.wallMs() / 1000).toString(16);
    const headers = forwardedHeaders({
      head: headOf(request),
      host,
      dnsName: site.loadBalancer.dnsName,
      listener: site.listener,
      attributes: site.loadBalancer.attributes,
      clientAddress: this.#network.sourceAddress(request.socket.remoteAddress ?? ''),
      clientPort: request.socket.remotePort ?? 0,
      trace: `1-${seconds}-${this.#traceIds.next()}`,
    });
    return reasons === undefined ? headers : withoutTrace(headers);
  }

  #redirect(incoming: Incoming, action: Extract<ListenerAction, { type: 'redirect' }>): void {
    const { exchange, admitted } = incoming;
    const { request, site } = exchange;
    const { listener } = site;
    const view = this.#viewOf(request, admitted);
    const spoken = portOf(admitted.host);
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

  #viewOf(request: ViewerRequest, { host, target }: AdmittedHead): RequestView {
    return {
      method: request.method ?? 'GET',
      host: withoutPort(host).toLowerCase(),
      path: target.path,
      query: target.query ?? '',
      header: (name) => headerValues(request.rawHeaders, name),
      sourceIp: this.#network.sourceAddress(request.socket.remoteAddress ?? ''),
    };
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

/** A body that only the end of the connection could end: nothing may follow the head. */
function isIdentity(request: ViewerRequest): boolean {
  return request.headers['transfer-encoding']?.toLowerCase() === 'identity';
}

import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { localPort, type Clock, type PortPlan } from '@understudy/contract';
import type { NetworkView } from '../../net/network-view.ts';

/**
 * "The load balancer failed to establish a connection to the target before the connection timeout
 * expired (10 seconds)."
 */
const CONNECT_TIMEOUT_MS = 10_000;

/** Why a target could not be asked, and what the viewer is answered. */
export class UpstreamError extends Error {
  readonly status: 502 | 504;

  constructor(status: 502 | 504, message: string) {
    super(message);
    this.name = 'UpstreamError';
    this.status = status;
  }
}

export type DialCallback = (...result: [null, Socket] | [UpstreamError, null]) => void;

export interface Destination {
  loopbackAddress: string;
  /** AWS's number. */
  port: number;
  protocol: 'HTTP' | 'HTTPS';
}

/** Opens connections to targets from one node's address, where the network lets it. */
export class Dialer {
  readonly #clock: Clock;
  readonly #network: NetworkView;
  readonly #ports: PortPlan;
  readonly nodeAddress: string;

  constructor(options: {
    clock: Clock;
    network: NetworkView;
    ports: PortPlan;
    nodeAddress: string;
  }) {
    this.#clock = options.clock;
    this.#network = options.network;
    this.#ports = options.ports;
    this.nodeAddress = options.nodeAddress;
  }

  /** Undefined when the network lets a connection through, else why not. */
  refusal(to: { loopbackAddress: string; port: number }): string | undefined {
    const verdict = this.#network.admits({
      fromAddress: this.nodeAddress,
      toAddress: to.loopbackAddress,
      port: to.port,
    });
    return verdict.admitted ? undefined : verdict.reason;
  }

  dial(to: Destination, callback: DialCallback): void {
    const refusal = this.refusal(to);
    // A packet that no rule admits is dropped: the sender hears nothing until it gives up.
    if (refusal !== undefined) {
      this.#clock.after(CONNECT_TIMEOUT_MS, () => callback(new UpstreamError(504, refusal), null));
      return;
    }
    const socket = connectTcp({
      host: to.loopbackAddress,
      port: localPort(to.port, this.#ports),
      localAddress: this.nodeAddress,
      noDelay: true,
    });
    this.#settle(socket, { event: 'connect', timeoutStatus: 504 }, (error) => {
      if (error) callback(error, null);
      else if (to.protocol === 'HTTP') callback(null, socket);
      else this.#secure(socket, callback);
    });
  }

  /** "The load balancer … does not validate these certificates." A handshake has ten seconds. */
  #secure(socket: Socket, callback: DialCallback): void {
    const secured = connectTls({ socket, rejectUnauthorized: false });
    this.#settle(secured, { event: 'secureConnect', timeoutStatus: 502 }, (error) => {
      if (error) callback(error, null);
      else callback(null, secured);
    });
  }

  #settle(
    socket: Socket,
    wait: { event: 'connect' | 'secureConnect'; timeoutStatus: 502 | 504 },
    callback: (error: UpstreamError | undefined) => void,
  ): void {
    const timer = this.#clock.after(CONNECT_TIMEOUT_MS, () => {
      fail(new UpstreamError(wait.timeoutStatus, 'timed out while connecting'));
    });
    const onReady = (): void => {
      timer.cancel();
      socket.off('error', onError);
      callback(undefined);
    };
    const fail = (error: UpstreamError): void => {
      timer.cancel();
      socket.off(wait.event, onReady);
      // What the socket says after it was given up is of no interest, but must have a listener.
      socket.on('error', () => undefined);
      socket.destroy();
      callback(error);
    };
    const onError = (error: Error): void => fail(new UpstreamError(502, error.message));
    socket.once(wait.event, onReady);
    socket.once('error', onError);
  }
}

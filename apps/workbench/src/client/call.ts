import type { InputOf, OperationName, OutputOf } from "../service/operations.js";
import { overHttp, type Transport } from "./transport.js";

let transport: Transport = overHttp;

/** Asks another than the server that the page came from: the worker of a tab that works alone. */
export function callOver(other: Transport): void {
  transport = other;
}

/** Asks for an operation. @throws ServiceError with one sentence for the person */
export function call<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<OutputOf<Name>> {
  return transport(name, input) as Promise<OutputOf<Name>>;
}

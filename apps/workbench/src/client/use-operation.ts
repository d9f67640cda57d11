import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { InputOf, OperationName, OutputOf } from "../service/operations.js";
import { call } from "./call.js";
import type { ServiceError } from "./service-error.js";

export interface OperationOptions {
  /** Asks only then. */
  enabled?: boolean;
  /** Shows the last answer while another input is asked for. */
  keepLast?: boolean;
}

/** What an operation that only reads answers; asked again after every change. */
export function useOperation<Name extends OperationName>(
  name: Name,
  input: InputOf<Name>,
  { enabled = true, keepLast = false }: OperationOptions = {},
) {
  return useQuery<OutputOf<Name>, ServiceError>({
    queryKey: [name, input],
    queryFn: () => call(name, input),
    enabled,
    ...(keepLast ? { placeholderData: keepPreviousData } : {}),
  });
}

/** An operation that changes something: all that was read is read again after it. */
export function useChange<Name extends OperationName>(name: Name) {
  const client = useQueryClient();
  return useMutation<OutputOf<Name>, ServiceError, InputOf<Name>>({
    mutationFn: (input) => call(name, input),
    onSettled: () => client.invalidateQueries(),
  });
}

// What people play, from the server; asked once for the whole page.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { listRoles, listSeats } from "../api/generated/sdk.gen";
import { answered } from "../api/http";

export function useSeats() {
  return useQuery({ queryKey: ["books", "seats"], queryFn: () => answered(listSeats()) });
}

export function useRoles() {
  return useQuery({ queryKey: ["books", "roles"], queryFn: () => answered(listRoles()) });
}

/** Forgets all that depends on whose accounts are whose. */
export function useForgetBooks() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ["books"] });
}

import type { AriaAttributes, ReactNode } from "react";
import { Link, useNavigate } from "@tanstack/react-router";
import { parseSearch } from "./address.ts";

/** An address as the router takes it, which keeps path and query apart. */
function targetOf(href: string) {
  const [to = "/", query = ""] = href.split("?");
  return { to, search: parseSearch(query) as never };
}

/** A link within the console by its whole address: `/policies/worklist?region=420704001000`. */
export function AppLink({ href, children, ...rest }: { href: string; children: ReactNode; className?: string } & AriaAttributes) {
  return (
    <Link {...targetOf(href)} {...rest}>
      {children}
    </Link>
  );
}

/** Goes to an address within the console. */
export function useGo(): (href: string) => void {
  const navigate = useNavigate();
  return (href) => void navigate(targetOf(href));
}

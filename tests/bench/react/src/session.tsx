import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { useNavigate } from "react-router";
import { Problem, type Session } from "./api";
import { firstSession } from "./first";

interface Context {
  session: Session | undefined;
  setSession(session: Session | undefined): void;
}

const SessionContext = createContext<Context>({ session: undefined, setSession: () => {} });

export const useSession = () => useContext(SessionContext);

export function SessionProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session>();
  const navigate = useNavigate();
  useEffect(() => {
    firstSession.then(setSession, (error) => {
      if (error instanceof Problem && error.status === 401) navigate("/sign-in" + location.hash, { replace: true });
    });
  }, [navigate]);
  const value = useMemo(() => ({ session, setSession }), [session]);
  return <SessionContext value={value}>{children}</SessionContext>;
}

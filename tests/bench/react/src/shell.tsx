import {
  Breadcrumb,
  BreadcrumbButton,
  BreadcrumbDivider,
  BreadcrumbItem,
  Button,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  mergeClasses,
  Tab,
  TabList,
  Title2,
  tokens,
} from "@fluentui/react-components";
import { AppsList20Regular, PersonCircle24Regular, SignOut20Regular } from "@fluentui/react-icons";
import { NavLink, Outlet, useNavigate } from "react-router";
import { signOut } from "./api";
import { useSession } from "./session";

const useStyles = makeStyles({
  shell: { display: "grid", gridTemplate: '"top top" 48px "nav main" 1fr / 220px 1fr', minHeight: "100vh" },
  top: {
    gridArea: "top",
    display: "flex",
    alignItems: "center",
    justifyContent: "space-between",
    padding: "0 16px",
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  account: { color: "inherit" },
  nav: { gridArea: "nav", padding: "16px 8px", borderRight: `1px solid ${tokens.colorNeutralStroke2}`, backgroundColor: tokens.colorNeutralBackground2 },
  group: { padding: "8px", color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  link: {
    display: "flex",
    gap: "8px",
    padding: "8px",
    borderRadius: tokens.borderRadiusMedium,
    color: tokens.colorNeutralForeground1,
    textDecorationLine: "none",
    ":hover": { backgroundColor: tokens.colorNeutralBackground2Hover },
  },
  current: { backgroundColor: tokens.colorNeutralBackground2Selected, fontWeight: tokens.fontWeightSemibold },
  main: { gridArea: "main", padding: "16px 24px", minWidth: 0 },
});

export function Shell() {
  const styles = useStyles();
  return (
    <div className={styles.shell}>
      <header className={styles.top}>
        Cloud console
        <AccountMenu />
      </header>
      <nav className={styles.nav} aria-label="Main">
        <div className={styles.group}>Management</div>
        <NavLink to="/connections" className={({ isActive }) => mergeClasses(styles.link, isActive && styles.current)}>
          <AppsList20Regular />
          App management
        </NavLink>
      </nav>
      <main className={styles.main}>
        <Breadcrumb aria-label="Breadcrumb">
          <BreadcrumbItem>
            <BreadcrumbButton>Management</BreadcrumbButton>
          </BreadcrumbItem>
          <BreadcrumbDivider />
          <BreadcrumbItem>
            <BreadcrumbButton>App management</BreadcrumbButton>
          </BreadcrumbItem>
          <BreadcrumbDivider />
          <BreadcrumbItem>
            <BreadcrumbButton current>Application connection</BreadcrumbButton>
          </BreadcrumbItem>
        </Breadcrumb>
        <Title2 as="h1">App management</Title2>
        <TabList selectedValue="connections">
          <Tab value="connections">Application connection</Tab>
        </TabList>
        <Outlet />
      </main>
    </div>
  );
}

function AccountMenu() {
  const styles = useStyles();
  const { session, setSession } = useSession();
  const navigate = useNavigate();
  const leave = async () => {
    await signOut();
    setSession(undefined);
    navigate("/sign-in");
  };
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="transparent" className={styles.account} icon={<PersonCircle24Regular />} aria-label="Account">
          {session?.name}
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <MenuItem disabled>Role: {session?.role}</MenuItem>
          <MenuItem icon={<SignOut20Regular />} onClick={leave}>
            Sign out
          </MenuItem>
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

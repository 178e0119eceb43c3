import { Button } from "@fluentui/react-components";
import { Copy20Regular } from "@fluentui/react-icons";

const SCOPES = ["okta.apps.read", "okta.devices.read", "okta.groups.read", "okta.orgs.read", "okta.roles.read", "okta.userTypes.read", "okta.users.read"];

const STEPS = [
  "Sign in to Okta and go to Applications › Applications.",
  "Click Create App Integration.",
  "Select API Services as the sign-in method and click Next.",
  "Enter a name that colleagues will recognize and click Save.",
  "On the General tab, under Client Credentials, copy the Client ID into the form.",
  "Under Client Credentials click Edit and select Public key / Private key as the client authentication.",
  "Under PUBLIC KEYS click Add key.",
  "Click Generate new key, then copy the private key, as JSON or PEM, into the form.",
  "Click Done.",
  "Under General Settings click Edit, deselect Require Demonstrating Proof of Possession (DPoP) header in token requests, and click Save.",
  "On the Okta API Scopes tab grant the seven scopes.",
  "On the Admin roles tab grant the Super Administrator role.",
];

export function Guide() {
  return (
    <details open>
      <summary>Where to find these values in Okta</summary>
      <ol>
        {STEPS.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Button icon={<Copy20Regular />} onClick={() => navigator.clipboard.writeText(SCOPES.join(" "))}>
        Copy all scopes
      </Button>
    </details>
  );
}

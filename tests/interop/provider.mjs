// Runs an OpenID Connect provider of another maker on this machine: `node provider.mjs PORT RETURN_ADDRESS`.
// Its own pages for development ask for a name and a consent; whoever types a name is let in.

import Provider from "oidc-provider";

const [port, returnAddress] = process.argv.slice(2);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "openler",
      client_secret: "a secret of the test alone",
      redirect_uris: [returnAddress],
      token_endpoint_auth_method: "client_secret_post",
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
  pkce: { required: () => true },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@people.example`, email_verified: true, name: "Ada Example" }),
  }),
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));

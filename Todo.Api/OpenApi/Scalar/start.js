// Everything that would ask another host (fonts, telemetry, assistant, proxy, hosted client) is off; the page's policy forbids it, too.
Scalar.createApiReference('#reference', {
  url: '/openapi/v1.json',
  authentication: { preferredSecurityScheme: 'bearer' },
  defaultHttpClient: { targetKey: 'js', clientKey: 'fetch' },
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  proxyUrl: '',
  hideClientButton: true,
  showDeveloperTools: 'never',
});

namespace Todo.Api.Tests.Security.Keys;

/// <summary>What Better Auth 1.7.7 issued and published with default options, for each algorithm. The keys are test keys, the tokens expired.</summary>
internal static class KeySetSamples
{
    internal const string EdDsaKeySet = """
        {"keys":[{"alg":"EdDSA","crv":"Ed25519","x":"ojyKfXl4ybdYv1fAZPfqABnnybdiRwE36KA4EPyqI-U","kty":"OKP","kid":"2SvLxF8JJ7qnLyiP7Jq00Jg2BE0tGflD"}]}
        """;

    internal const string EdDsaToken =
        "eyJhbGciOiJFZERTQSIsImtpZCI6IjJTdkx4RjhKSjdxbkx5aVA3SnEwMEpnMkJFMHRHZmxEIn0.eyJpYXQiOjE3OTUyMjc2MTksIm5hbWUiOiJhbGljZSIsImVtYWlsIj"
        + "oiYWxpY2VAZXhhbXBsZS5jb20iLCJlbWFpbFZlcmlmaWVkIjpmYWxzZSwiY3JlYXRlZEF0IjoiMjAyNi0xMS0yMVQwMjoyMDoxOS41ODRaIiwidXBkYXRlZEF0IjoiMjAy"
        + "Ni0xMS0yMVQwMjoyMDoxOS41ODRaIiwiaWQiOiJmNVBiSjl4WWZRTUVvZHVSTFJJRlJWTE54UG5Wc2ZMdiIsInN1YiI6ImY1UGJKOXhZZlFNRW9kdVJMUklGUlZMTnhQbl"
        + "ZzZkx2IiwiZXhwIjoxNzk1MjI4NTE5LCJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjQ3MTEiLCJhdWQiOiJodHRwOi8vMTI3LjAuMC4xOjQ3MTEifQ.Yt-Sk6b8xeWbTHGnS"
        + "qsm8bFzYuqkxCstAaKP9jqnt_iaRF_TfKH6TmFQHnNM90UdAIEvwlveCyV7nxnZKTqyBQ";

    internal const string Es256KeySet = """
        {"keys":[{"alg":"ES256","crv":"P-256","kty":"EC","x":"22P95nUSkrQSTvKe_uxnfQxfk4oNlYZ3XO1h0cTyA3U","y":"H2HKVXZa1jukBNht80Sd7qSplH9neZmmnNqp6WPlhCU","kid":"JpZaGtGmXiAOj2e2Z365JpZnLmRgnxlp"}]}
        """;

    internal const string Es256Token =
        "eyJhbGciOiJFUzI1NiIsImtpZCI6IkpwWmFHdEdtWGlBT2oyZTJaMzY1SnBabkxtUmdueGxwIn0.eyJpYXQiOjE3OTUyMjc2MjAsIm5hbWUiOiJhbGljZSIsImVtYWlsIj"
        + "oiYWxpY2VAZXhhbXBsZS5jb20iLCJlbWFpbFZlcmlmaWVkIjpmYWxzZSwiY3JlYXRlZEF0IjoiMjAyNi0xMS0yMVQwMjoyMDoyMC44NTNaIiwidXBkYXRlZEF0IjoiMjAy"
        + "Ni0xMS0yMVQwMjoyMDoyMC44NTNaIiwiaWQiOiJXVU90bWNiQVdxWlNRSzByV2xzVTgyeUxvWWJZdldMMSIsInN1YiI6IldVT3RtY2JBV3FaU1FLMHJXbHNVODJ5TG9ZYl"
        + "l2V0wxIiwiZXhwIjoxNzk1MjI4NTIwLCJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjQ3MTIiLCJhdWQiOiJodHRwOi8vMTI3LjAuMC4xOjQ3MTIifQ.Fj6_QCd-GgBi79hyR"
        + "Gi3202ewri6-7Rql2uYR_Ylkw-c9jSPXXXwHDBjvpv3CDYPfrksOpTmHMjH0WoDRuAvfw";

    internal const string Es512KeySet = """
        {"keys":[{"alg":"ES512","crv":"P-521","kty":"EC","x":"ARFCQ5xa1ULrBMHEdqS7Gu_l45fa_r2T9MTDjb8dEbeMMvEPJhpKM5CaESyN7xFTAqkH8mBcztxp4aeDOp5clTJ2","y":"AJQVlfzghyoWjqVbZdcKT3kj8WY3fqHnW1pV1tXCy_IULpp_bTsfQft0TIWw-Bn2oUIxNPf09AIFQQVzeGKVRSv6","kid":"BkoVZnndj37ixsKHEDKC8QZYO6lpenve"}]}
        """;

    internal const string Es512Token =
        "eyJhbGciOiJFUzUxMiIsImtpZCI6IkJrb1Zabm5kajM3aXhzS0hFREtDOFFaWU82bHBlbnZlIn0.eyJpYXQiOjE3OTUyMjc2MjIsIm5hbWUiOiJhbGljZSIsImVtYWlsIj"
        + "oiYWxpY2VAZXhhbXBsZS5jb20iLCJlbWFpbFZlcmlmaWVkIjpmYWxzZSwiY3JlYXRlZEF0IjoiMjAyNi0xMS0yMVQwMjoyMDoyMi4wMDdaIiwidXBkYXRlZEF0IjoiMjAy"
        + "Ni0xMS0yMVQwMjoyMDoyMi4wMDdaIiwiaWQiOiJtZkEzTlBQRmJXTDZqMEJBSzFLYVZCc3FGUGZlR0cybyIsInN1YiI6Im1mQTNOUFBGYldMNmowQkFLMUthVkJzcUZQZm"
        + "VHRzJvIiwiZXhwIjoxNzk1MjI4NTIyLCJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjQ3MTMiLCJhdWQiOiJodHRwOi8vMTI3LjAuMC4xOjQ3MTMifQ.AOBS99Mz2YnsOXHVd"
        + "oLOXXMIEzkicNNhZN-fSqR25HAbiwCk4sXJXVbh79n-NI4OP_Gzx6seAWN5nScXiKqJJXbiAAA9o1XdWokKjQYBJwnREnV6dq74N0nAWP6JxxoavOvIFR5ZhdJzOyNmhaC"
        + "8pXkBpdUKjkxmsF7XtkXoW2GGuN2i";

    internal const string Rs256KeySet = """
        {"keys":[{"alg":"RS256","kty":"RSA","n":"wJ5E3WBqxb5GK1n8XZxbeMzQ-EM126-G9oD_Reft_vdwnKi3ioyMzNklpT0RDVVaI5Wo8_7IyODiPVWNIgrA4yCHZmrGCVTYyndB0egfOx91h5dPIozQsCIFmQjsRvFKFykS6AQo7ydyz_i_nKONHn45cjlMNcwrpKrkM2rfJHsjTK1xjv2-znewxN1Ja2ET_QNj_k7wgx4Z9KM8WjCWTcNenhiEuA9MqHNWURIwSK_BHTYjHo6hi6q4lFQ39LRRW8bWRhBzhefUCE29G1KtrDVBbAj519eSpIxu0FtJtRv49lsc7SfGDnGSFiw1Ff7j9CzbcBXb5eJUNijRVaBxlw","e":"AQAB","kid":"xsiyCYX63Jmk5czRdvPe3wog2Do9Qcxf"}]}
        """;

    internal const string Rs256Token =
        "eyJhbGciOiJSUzI1NiIsImtpZCI6InhzaXlDWVg2M0ptazVjelJkdlBlM3dvZzJEbzlRY3hmIn0.eyJpYXQiOjE3OTUyMjc2MjMsIm5hbWUiOiJhbGljZSIsImVtYWlsIj"
        + "oiYWxpY2VAZXhhbXBsZS5jb20iLCJlbWFpbFZlcmlmaWVkIjpmYWxzZSwiY3JlYXRlZEF0IjoiMjAyNi0xMS0yMVQwMjoyMDoyMy4xMDRaIiwidXBkYXRlZEF0IjoiMjAy"
        + "Ni0xMS0yMVQwMjoyMDoyMy4xMDRaIiwiaWQiOiIwZ0xlY2RwcERTVTdNaU1USFFzUGpnUmRXN3NUemhYdCIsInN1YiI6IjBnTGVjZHBwRFNVN01pTVRIUXNQamdSZFc3c1"
        + "R6aFh0IiwiZXhwIjoxNzk1MjI4NTIzLCJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjQ3MTQiLCJhdWQiOiJodHRwOi8vMTI3LjAuMC4xOjQ3MTQifQ.jJIFRNQVpxjZFHaqS"
        + "qnHRF7FqjD7nwYK8AZoffEbEeddbMtMxzM4lD_i560IuLY5zQJ9gPI9fwuEOZ0qplkDPsIBpew--KmfqS14PhAsrSBiK3ZIhfJiYGL4P9nmKBEPfIGED5z8wga7tbkD-MA"
        + "G0lbm5Z-fS0jxBLe6bsUDV9IabHnhe5W8eClJtCq0R564IoXK3plWu_kwZemCojFrNKUBGY8V14hinbZLQO_KqlUhe61vhqLbwcm7Kjqv3jZhPSjKFfgYNiljX-fxZXNdf"
        + "bdvr7GRliU5JEuSmCTlNQ3qiTZpspeof2yllWnT1FAy5pcJeY4EZ3oV-Q9BJs-ePw";

    internal const string Ps256KeySet = """
        {"keys":[{"alg":"PS256","kty":"RSA","n":"rMQQazGiypNTxqVHnI1MfsrPG6oMLAdbGgVJsBVVVbVIGCI716D2u764zq0YugCTa0qbzs7pj__7s8xe7lix35feOVVGRJz8dlOXTiTYAwQHE8FuLLW3KFwbutEKH81pVOW9StUmizLUS04jRwwlno4O5Puo47hb3WJZFpHHnFElUtz1vaETFZfC_rzo2KbJWKPnS-ksm6NrfUBTmiuxL0CdZhF4chGl_HgYqG1PxnLzoLpu6aP7EMVBBVwTwuv7uH2rkpWe9qzDwY1WL1K7I0A-EdbUDkQxs11Lmi9f7f7Cr2m5xJmmEhaH7HwweRxClLpKZT2e6UGkbCTv3FgiXw","e":"AQAB","kid":"FdoIXQa2ttufSw9wfdmrE1scasntvpa0"}]}
        """;

    internal const string Ps256Token =
        "eyJhbGciOiJQUzI1NiIsImtpZCI6IkZkb0lYUWEydHR1ZlN3OXdmZG1yRTFzY2FzbnR2cGEwIn0.eyJpYXQiOjE3OTUyMjc2MjQsIm5hbWUiOiJhbGljZSIsImVtYWlsIj"
        + "oiYWxpY2VAZXhhbXBsZS5jb20iLCJlbWFpbFZlcmlmaWVkIjpmYWxzZSwiY3JlYXRlZEF0IjoiMjAyNi0xMS0yMVQwMjoyMDoyNC42OTlaIiwidXBkYXRlZEF0IjoiMjAy"
        + "Ni0xMS0yMVQwMjoyMDoyNC42OTlaIiwiaWQiOiJ3Q2N0dlhlNG0zVTRHc0lrWjRiYmJFUHlwQkUxOE9PMSIsInN1YiI6IndDY3R2WGU0bTNVNEdzSWtaNGJiYkVQeXBCRT"
        + "E4T08xIiwiZXhwIjoxNzk1MjI4NTI0LCJpc3MiOiJodHRwOi8vMTI3LjAuMC4xOjQ3MTUiLCJhdWQiOiJodHRwOi8vMTI3LjAuMC4xOjQ3MTUifQ.nAJFdkQLuSfzx7Bpj"
        + "SHiVRKPUDu0GQ8eSzXY44Jb7_eUJkOzhJijJhGKg3v_-yu4Ff46t-0X2FamQmhKE9d6NTfZ6t3563mQTq8Z_loi0htICKBAoTWeSxTmK7qJWqZsThWPRRXhHBiJkN38Lws"
        + "kcssifpRcC4G1-cQ9OgasFyVBr3SQ9c8XmAzJdrcJGCLlkc_XcGTeSuuTcn3-13FofJT2uLEw5kiiRUluoPVw98IfbotsDbnCsd0piv0euiyJ-B7QkBi93fUiEaosZD-3I"
        + "95ZoSq8oqUz-rujKp0Bl6uLNozDjw19cwi0RdjUXkE-P6KZ5MyXbVWIUlAact7Ygg";

    internal const string Hs256Token =
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpYXQiOjE3OTUyMjc2MjYsIm5hbWUiOiJhbGljZSIsImVtYWlsIjoiYWxpY2VAZXhhbXBsZS5jb20iLCJlbWFpbFZlc"
        + "mlmaWVkIjpmYWxzZSwiY3JlYXRlZEF0IjoiMjAyNi0xMS0yMVQwMjoyMDoyNi4yNTJaIiwidXBkYXRlZEF0IjoiMjAyNi0xMS0yMVQwMjoyMDoyNi4yNTJaIiwiaWQiOiJ"
        + "2S0RUWXBPMkZMRDhJM0hYTXNMY2FmNDlrVkcyVmRtUSIsInN1YiI6InZLRFRZcE8yRkxEOEkzSFhNc0xjYWY0OWtWRzJWZG1RIiwiZXhwIjoxNzk1MjI4NTI2LCJpc3MiO"
        + "iJodHRwOi8vMTI3LjAuMC4xOjQ3MTYiLCJhdWQiOiJodHRwOi8vMTI3LjAuMC4xOjQ3MTYifQ.O4WjstS9afqRkYaEdhf_OyoY9HR2xH2-NNMQCl6eyOE";
}

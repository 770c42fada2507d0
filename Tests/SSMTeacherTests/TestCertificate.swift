import NIOSSL

/// A certificate for the loopback interface that has signed itself, so that no system trusts it.
struct TestCertificate {
    /// What a server with the certificate needs.
    var serverConfiguration: TLSConfiguration {
        get throws {
            try TLSConfiguration.makeServerConfiguration(
                certificateChain: NIOSSLCertificate.fromPEMBytes(Array(Self.certificate.utf8)).map { .certificate($0) },
                privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(Self.key.utf8), format: .pem)))
        }
    }

    /// What a client has to trust.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBnDCCAUGgAwIBAgIUVVxsOKPNAOw9RpCJE2/xuGqRA6kwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNzA3MzI0NVoYDzIxMjYxMTAz
        MDczMjQ1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAT9roftN5iFPJh1+Ci77cAxbpJnWwmqwY0cUwNC/pDc6XBetF0Tkid5
        qFXR/I2wi9O1BTkGVG/EL2tYHREiul/ko28wbTAdBgNVHQ4EFgQUqYKdrNmCxQ7r
        FBgYphjJ1Jb7XSEwHwYDVR0jBBgwFoAUqYKdrNmCxQ7rFBgYphjJ1Jb7XSEwDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSQAwRgIhAIdnsPdfiRWkYu96Fw/CzMfiQZbKgl/038Br/kIgbCxxAiEA
        zITAYuN1p4DJU77xSrx9LM+PbldBbe856kfKn/hUDoA=
        -----END CERTIFICATE-----
        """

    // It protects nothing: it is known to everybody who reads this.
    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgVhTYbgUM7UlwkX05
        8sPoi1D43n4L/sJLPdSbyYNV6H6hRANCAAT9roftN5iFPJh1+Ci77cAxbpJnWwmq
        wY0cUwNC/pDc6XBetF0Tkid5qFXR/I2wi9O1BTkGVG/EL2tYHREiul/k
        -----END PRIVATE KEY-----
        """
}

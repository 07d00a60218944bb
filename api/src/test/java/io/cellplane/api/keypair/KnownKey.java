package io.cellplane.api.keypair;

/** Public keys as {@code ssh-keygen} wrote them, with the fingerprint that it shows. */
public enum KnownKey {
    RSA(
            "2f:24:83:95:9f:ef:46:9f:6a:3f:cc:19:55:b6:9a:e5",
            "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCEWPb/F2nFBg/2cQoLWi+Or8CrbunBhGNAmILvFKdjeY+hGHs32GNgoIgA3WPu"
                    + "VM7syn3FH4YIxSbwPS5PGKpbRCFv2NQZVGBOKF6G/n3vdb7tYI6Bi5pyMwsE25ygNH7LChWp57kDce1/VYZUSJ48YTrSWIWa93sw"
                    + "kTrN46zOKWHRwxQ1TLCWogPrr5GUqy1x4dgR1Z5o8QRhxTiF8n71aLvgZmBAeyDLgy6I7dVBVwz7TjFaJuMIh3gM9edtZ9q6Mqr5"
                    + "CwKghqzm4p7erBMHGb1SZ9r6NnMY0O24vMFPInB8tgVRPqjEX0h6igshveUgx+kxMgGxW73TQknkT+Dp somebody@somewhere"),
    DSA(
            "69:16:36:0f:0a:63:74:d2:1f:fe:ff:d6:e7:d2:ee:d3",
            "ssh-dss AAAAB3NzaC1kc3MAAACBAItPNGH2K5jCk40kP8sRA7orPxa8iXF8Jh8cv2PgMGPfrTg8HnIs9npIfzLYlkmzrW72sZlw"
                    + "QJTnwTTXD0mtn4bK1D2cCmLjYkFEQRxWdw1eM3umGhJxjre4rViibYUhJ4hNEYuANsRXb7V/6NTui6l77JJM9ZlhV7xxnv6uu6vF"
                    + "AAAAFQDtenNsiBB9DP3ehrpd1wlv+Z3DPQAAAIBNvKQK3jTzsiNeheA7kJ57Lq5XUVw14qHAg0MVpBaIWoYbmLVGZHJIJbtVjE8X"
                    + "w1EBCtioFpT9pHqeTFAM3uUxofOgt1bxWyuDvMih0USj59RG45BYv0c3HVifSCvvnr0eS04lRJ+CSRmB9Tnv3siDq4R88B/UsYv2"
                    + "0towDBCuogAAAIApN2mAIr5hLVIDZDm1f+AwtF22zOEpi1U+iGlLuK2kwLsxG+thbNSoz5hYj50ANFLVjELKrQad6nyyvdlG+vNh"
                    + "Kv5PC84jr/KZoTz8gcWRAIcxpCURe+L/JFzCwIn3GRIpH89x5Z5Md9itgLWzpA+5OciEeG6dxt7qDespfy7zFw== somebody@so"
                    + "mewhere"),
    ECDSA_256(
            "e5:5c:73:a7:1a:39:da:66:7d:b6:9d:9a:34:df:15:8c",
            "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBPYBgCCMkH9Cs7LLL0umcFKQw8Yj"
                    + "rAPG0gZ2ZtaHnYREF6Ljhec8lx0AuWRUsta7Zl7gZsjonD937wkJAJTxqlg= somebody@somewhere"),
    ECDSA_384(
            "97:52:28:a6:ea:a8:1f:a8:7b:98:41:85:ad:cd:8a:57",
            "ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBMgs3FV+QjiKZytHxWHfR8RFBOXY"
                    + "y8yxPTVtuWf7LmvChukHBd0eNKuH0snMJTKAeRVZP8FFQvXfgeqDQgzkbLbFXcjEVZxVqk5oV5Q/RKhh/mBWKs0abzwhr3J//5n+"
                    + "yg== somebody@somewhere"),
    ECDSA_521(
            "1b:0e:39:ad:2e:80:2b:0a:e1:d7:3b:80:b8:59:00:30",
            "ecdsa-sha2-nistp521 AAAAE2VjZHNhLXNoYTItbmlzdHA1MjEAAAAIbmlzdHA1MjEAAACFBAESSQpP+ylttx8GvoR5EtCSHBGy"
                    + "qFw4DT6RlsbFwSDVOH1gy9Pq2I41HUxD+2R6f7OF4J7y6nqFQdaW7PBodlRtfAGRKzPalAHrrUyELXDCPZwFpq76X3zK0V53jVXG"
                    + "Jh+CR4Y4txq5HT2Y8lomPYUwXS0EDSXmlCy8QT3BrVnrQpYvfg== somebody@somewhere"),
    ED25519(
            "e6:fb:a5:70:cb:e6:3a:c1:42:93:a0:05:5e:7f:08:c7",
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL3E/AExIgmL6cZAS9RuYoK/imqbMAzkmBJ9I/9dAzsc somebody@somewhere"),
    ECDSA_ON_A_DEVICE(
            "2c:d1:01:50:0a:4d:3c:c6:a2:33:77:5d:78:d0:b0:2d",
            "sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAAIbmlzdHAyN"
                    + "TYAAABBBPYBgCCMkH9Cs7LLL0umcFKQw8YjrAPG0gZ2ZtaHnYREF6Ljhec8lx0AuWRUsta7Zl7gZsjonD937wkJAJTxqlgAAAAEc"
                    + "3NoOg== somebody@somewhere"),
    ED25519_ON_A_DEVICE(
            "f7:e3:f1:3f:f3:c6:cc:43:e4:27:86:6a:69:37:03:96",
            "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIL3E/AExIgmL6cZAS9RuYoK/imqbM"
                    + "AzkmBJ9I/9dAzscAAAABHNzaDo= somebody@somewhere");

    /** As {@code openssl} wrote it, with the fingerprint that it shows. */
    static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBejCCASGgAwIBAgIUJDp1KFpwa3bCRNIkd7+2xWbVzCIwCgYIKoZIzj0EAwIw
            EzERMA8GA1UEAwwIc29tZWJvZHkwHhcNMjYxMTI3MDI1NTU2WhcNMzYxMTI0MDI1
            NTU2WjATMREwDwYDVQQDDAhzb21lYm9keTBZMBMGByqGSM49AgEGCCqGSM49AwEH
            A0IABI59MrMcThRAMw7iyM9gl0FuRKSFStETXtThChd3rGZ9nFVz0gEpNpzTDqrV
            8vnbk3FN1GK1et+2eX8JZNcwWmqjUzBRMB0GA1UdDgQWBBR8cgrZnQplCVN3iPus
            CJ2RbDt03TAfBgNVHSMEGDAWgBR8cgrZnQplCVN3iPusCJ2RbDt03TAPBgNVHRMB
            Af8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIEMT6fAwBeRmpBcErdTkbBWSwxHJ
            eX6RTtOPa7FOASALAiBK2A1kaAZiPuKY6vrhmFkDpMc3eR78vnxn2RKY/BkEwQ==
            -----END CERTIFICATE-----
            """;

    static final String CERTIFICATE_SHA1 = "e0:94:70:ca:5f:80:87:90:6a:32:6d:49:be:ec:52:f1:0d:95:b7:2a";

    final String md5;
    final String line;

    KnownKey(String md5, String line) {
        this.md5 = md5;
        this.line = line;
    }

    /** The body of a request that imports it: to have one made takes a large part of a second. */
    public String imported(String name) {
        return "{\"keypair\": {\"name\": \"%s\", \"public_key\": \"%s\"}}".formatted(name, line);
    }
}

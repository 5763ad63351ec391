# A small image with nothing but the binary and a shell, which GitLab and Jenkins need to run a job:
#   docker build -t peelcheck .
#   docker run --rm -v "$PWD:/src:ro" peelcheck check
FROM rust:1.95-alpine AS build
WORKDIR /build
COPY Cargo.toml Cargo.lock build.rs ./
COPY src src
COPY rules rules
RUN cargo build --release --locked

FROM alpine:3.22
LABEL org.opencontainers.image.title="peelcheck" \
      org.opencontainers.image.description="Checks the findings of police inspections against the framework they are judged by" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0"
COPY LICENSE-MIT LICENSE-APACHE /usr/share/licenses/peelcheck/
COPY --from=build /build/target/release/peelcheck /usr/local/bin/peelcheck
USER 65532:65532
WORKDIR /src
ENTRYPOINT ["peelcheck"]
CMD ["--help"]

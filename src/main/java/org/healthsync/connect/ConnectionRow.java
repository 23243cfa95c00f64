package org.healthsync.connect;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.net.URI;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.UserId;
import org.healthsync.spi.auth.Account;
import org.jspecify.annotations.Nullable;

/** Row of {@code connection}. */
@Entity
@Table(name = "connection")
class ConnectionRow {

  @Id
  @Column(name = "id")
  UUID id;

  @Column(name = "tenant_id")
  String tenantId;

  @Column(name = "user_id")
  String userId;

  @Column(name = "provider")
  String provider;

  @Column(name = "region")
  String region;

  @Column(name = "status")
  @Enumerated(EnumType.STRING)
  ConnectionStatus status;

  @Column(name = "account_id")
  @Nullable String accountId;

  @Column(name = "account_zone")
  @Nullable String accountZone;

  @Column(name = "granted_scopes")
  @Convert(converter = ScopesColumn.class)
  Set<String> grantedScopes;

  @Column(name = "return_url")
  String returnUrl;

  @Column(name = "created_at")
  @Convert(converter = InstantColumn.class)
  Instant createdAt;

  @Column(name = "updated_at")
  @Convert(converter = InstantColumn.class)
  Instant updatedAt;

  @Column(name = "activated_at")
  @Convert(converter = InstantColumn.class)
  @Nullable Instant activatedAt;

  @Version
  @Column(name = "version")
  long version;

  /** For JPA. */
  protected ConnectionRow() {}

  ConnectionRow(AccountConnection connection) {
    this.id = connection.id().value();
    this.tenantId = connection.tenant().value();
    this.userId = connection.user().value();
    this.provider = connection.provider().value();
    this.region = connection.region();
    this.status = connection.status();
    this.accountId = connection.account();
    this.accountZone = connection.accountZone();
    this.grantedScopes = connection.grantedScopes();
    this.returnUrl = connection.returnUrl().toString();
    this.createdAt = connection.createdAt();
    this.updatedAt = connection.updatedAt();
    this.activatedAt = connection.activatedAt();
  }

  void authorized(Account account, Set<String> scopes) {
    this.accountId = account.id();
    this.accountZone = account.zone() == null ? null : account.zone().getId();
    this.region = account.region();
    this.grantedScopes = scopes;
  }

  AccountConnection toConnection() {
    return new AccountConnection(
        new ConnectionId(id),
        new TenantId(tenantId),
        new UserId(userId),
        new ProviderId(provider),
        region,
        status,
        accountId,
        accountZone,
        grantedScopes,
        URI.create(returnUrl),
        createdAt,
        updatedAt,
        activatedAt);
  }
}

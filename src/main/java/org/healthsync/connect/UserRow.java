package org.healthsync.connect;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.ZoneId;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.UserId;

/** Row of {@code app_user}. */
@Entity
@Table(name = "app_user")
@IdClass(UserKey.class)
class UserRow {

  @Id
  @Column(name = "tenant_id")
  String tenantId;

  @Id
  @Column(name = "user_id")
  String userId;

  @Column(name = "patient")
  String patient;

  @Column(name = "time_zone")
  String timeZone;

  @Column(name = "created_at")
  @Convert(converter = InstantColumn.class)
  Instant createdAt;

  @Column(name = "updated_at")
  @Convert(converter = InstantColumn.class)
  Instant updatedAt;

  @Version
  @Column(name = "version")
  long version;

  /** For JPA. */
  protected UserRow() {}

  UserRow(TenantId tenant, UserId user, Instant now) {
    this.tenantId = tenant.value();
    this.userId = user.value();
    this.createdAt = now;
  }

  User toUser() {
    return new User(
        new TenantId(tenantId),
        new UserId(userId),
        patient,
        ZoneId.of(timeZone),
        createdAt,
        updatedAt);
  }
}
